/** How a connection proves who it is: asynchronous, because tokens are fetched and refreshed. */
export interface Auth {
  readonly scheme: 'none' | 'basic' | 'api-key';
  headers(): Promise<Readonly<Record<string, string>>>;
}

export const basic = (user: string, password: string): Auth => ({
  scheme: 'basic',
  headers: async () => ({ authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }),
});

export const apiKey = (header: string, key: string): Auth => ({
  scheme: 'api-key',
  headers: async () => ({ [header]: key }),
});
