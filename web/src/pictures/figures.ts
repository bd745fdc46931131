const numbers = new Intl.NumberFormat('en');

/** 1781 → 1,781 */
export const grouped = (figure: number): string => numbers.format(figure);

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** `2 cases`, `1 case` */
export const counted = (count: number, one: string, many = `${one}s`): string => `${grouped(count)} ${count === 1 ? one : many}`;

/** `once`, `twice`, `3 times` */
export const howOften = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${grouped(count)} times`);

/** `rating-variance` → `Rating variance` */
export const spelled = (code: string): string => {
  const words = code.replaceAll(/[-_.]/g, ' ').replace(/\bhr\b/, 'HR');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

export const sum = (figures: readonly number[]): number => figures.reduce((total, figure) => total + figure, 0);
