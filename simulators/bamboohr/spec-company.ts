import type { RunningSimulator } from '../kit/simulator.js';
import { type BamboohrOptions, startBamboohr } from './bamboohr.js';

export const apiKey = '0123456789abcdef0123456789abcdef01234567';
export const basic = (key: string) => `Basic ${Buffer.from(`${key}:x`).toString('base64')}`;

/** Three synthetic people: Mara leads Ilse and the inactive Tomas. */
const seed: BamboohrOptions['seed'] = {
  employees: [
    {
      id: '4',
      lastChanged: '2026-03-01T08:00:00Z',
      fields: {
        firstName: 'Mara',
        lastName: 'Quill',
        workEmail: 'mara@example.com',
        status: 'Active',
        jobTitle: 'Lead',
        department: 'Design',
        hireDate: '2020-02-01',
      },
    },
    {
      id: '17',
      lastChanged: '2026-04-01T08:00:00Z',
      fields: {
        firstName: 'Ilse',
        lastName: "O'Dell",
        workEmail: 'ilse@example.com',
        status: 'Active',
        jobInformationJobTitle: 'Designer',
        departmentName: 'Design',
        supervisorEid: '4',
        hireDate: '2023-05-01',
        payRate: '65000 USD',
        customRating: 'Meets',
      },
    },
    {
      id: '121',
      lastChanged: '2026-05-01T08:00:00Z',
      fields: { firstName: 'Tomas', lastName: 'Berg', status: 'Inactive', jobTitle: 'Writer', supervisorEId: '4' },
    },
  ],
  tables: {
    jobInfo: [{ id: '300', employeeId: '17', date: '2023-05-01', jobTitle: 'Designer', department: 'Design', reportsTo: 'Mara Quill' }],
    compensation: [
      {
        id: '301',
        employeeId: '17',
        startDate: '2023-05-01',
        rate: { value: '65000.00', currency: 'USD' },
        type: 'Salary',
        paidPer: 'Year',
        reason: 'Hire',
      },
    ],
    customPerformanceReviews: [],
  },
  tableColumns: {
    customPerformanceReviews: [
      { alias: 'date', type: 'date', required: true },
      { alias: 'customRating', type: 'list' },
      { alias: 'customHubRef', type: 'text' },
    ],
  },
  fields: [{ id: '4340', alias: 'customRating', name: 'Last rating', type: 'list' }],
  lists: [
    { alias: 'customRating', options: ['Below', 'Meets', 'Exceeds', { name: 'Stellar', archived: 'yes' }] },
    { alias: 'jobTitle', options: ['Lead', 'Designer', 'Writer', 'Senior Designer'] },
  ],
  users: [
    { id: 2370, employeeId: 4, email: 'mara@example.com' },
    { id: 2371, email: 'agency@example.com', status: 'disabled' },
  ],
  apiUserEmployeeId: '4',
};

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined where there is none. */
  readonly json: unknown;
}

/** A running company and the ways into it. */
export interface SpecCompany {
  readonly simulator: RunningSimulator;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body: unknown): Promise<Answer>;
  /** A control; fails the test when it is refused. */
  control(name: string, wish: unknown): Promise<Answer>;
  query(body: Record<string, unknown>): Promise<Answer>;
}

/** Runs a test against a fresh company whose clock stands at 2026-06-01T12:00:00Z, and closes it. */
export async function withCompany(test: (company: SpecCompany) => Promise<void>, options: Partial<BamboohrOptions> = {}): Promise<void> {
  const simulator = await startBamboohr({ seed, apiKey, now: () => new Date('2026-06-01T12:00:00Z'), ...options });
  const call: SpecCompany['call'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${simulator.url}${path}`, {
      method,
      headers: { accept: 'application/json', authorization: basic(apiKey), 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
  };
  const post: SpecCompany['post'] = (path, body) => call('POST', path, body);
  try {
    await test({
      simulator,
      call,
      post,
      get: (path, headers) => call('GET', path, undefined, headers),
      query: (body) => post('/api/v2/datasets/employee/data', body),
      control: async (name, wish) => {
        const answer = await post(`/_simulator/${name}`, wish);
        if (answer.status !== 200) throw new Error(`the control ${name} was refused: ${answer.text}`);
        return answer;
      },
    });
  } finally {
    await simulator.close();
  }
}
