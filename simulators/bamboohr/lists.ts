import type { BamboohrSeed } from './seed.js';

export interface Option {
  readonly id: number;
  readonly name: string;
  readonly archived: 'yes' | 'no';
}

export interface List {
  readonly fieldId: string;
  readonly alias: string;
  readonly name: string;
  readonly manageable: 'yes' | 'no';
  readonly multiple: 'yes' | 'no';
  readonly options: Option[];
}

/** Options every tenant has, whatever its seed. */
const builtIn: Readonly<Record<string, readonly string[]>> = {
  payType: ['Salary', 'Hourly', 'Commission Only', 'Exception Hourly', 'Piece Rate'],
  paidPer: ['Hour', 'Day', 'Week', 'Month', 'Quarter', 'Year'],
  exempt: ['Exempt', 'Non-exempt'],
};

/** The company's lists: the only values a list field takes. */
export class Lists {
  readonly #lists = new Map<string, List>();
  #lastOptionId = 18000;

  constructor(given: BamboohrSeed['lists'], describe: (alias: string) => { readonly id: string; readonly name: string }) {
    for (const { alias, fieldId, name, manageable, multiple, options } of given) {
      const { id, name: fieldName } = describe(alias);
      const list: List = { fieldId: fieldId ?? id, alias, name: name ?? fieldName, manageable, multiple, options: [] };
      for (const option of options) list.options.push({ ...option, id: option.id ?? ++this.#lastOptionId });
      this.#lists.set(alias, list);
    }
    this.#fill(describe);
  }

  #fill(describe: (alias: string) => { readonly id: string; readonly name: string }): void {
    for (const [alias, names] of Object.entries(builtIn)) {
      if (this.#lists.has(alias)) continue;
      this.open(alias, describe(alias));
      for (const name of names) this.admit(alias, name);
    }
  }

  get all(): readonly List[] {
    return [...this.#lists.values()];
  }

  has(alias: string): boolean {
    return this.#lists.has(alias);
  }

  /** A list without options yet. */
  open(alias: string, { id, name }: { readonly id: string; readonly name: string }): void {
    this.#lists.set(alias, { fieldId: id, alias, name, manageable: 'yes', multiple: 'no', options: [] });
  }

  /** Adds an option unless it is there. */
  admit(alias: string, name: string): void {
    if (this.optionNamed(alias, name) === undefined)
      this.#lists.get(alias)?.options.push({ id: ++this.#lastOptionId, name, archived: 'no' });
  }

  isOption(alias: string, name: string): boolean {
    return this.optionNamed(alias, name)?.archived === 'no';
  }

  optionNamed(alias: string, name: string): Option | undefined {
    return this.#lists.get(alias)?.options.find((option) => option.name === name);
  }
}
