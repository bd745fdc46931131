import type { Clock } from './clock.js';
import { type Table, tablesOf } from './columns.js';
import { Fields } from './fields.js';
import { Lists } from './lists.js';
import { Permissions } from './permissions.js';
import { Rows } from './rows.js';
import { type BamboohrSeed, undescribed } from './seed.js';
import type { Judge, Stored } from './values.js';

export interface Employee {
  readonly id: string;
  /** By field alias; the manager under `supervisor`, by id or, where the seed knew no better, by name. */
  readonly fields: Map<string, Stored>;
  readonly insertedAt: Date;
  lastChanged: Date;
}

/** One simulated company: everything the vendor holds about it. Rules of change stand in `changes.ts`. */
export class Company implements Judge {
  readonly fields: Fields;
  readonly lists: Lists;
  readonly permissions = new Permissions();
  readonly tables: ReadonlyMap<string, Table>;
  readonly rows = new Rows();
  readonly users: BamboohrSeed['users'];
  readonly clock: Clock;
  /** Employees that were removed, and when. */
  readonly removed = new Map<string, Date>();
  readonly #apiUserEmployeeId: string | undefined;
  readonly #employees = new Map<string, Employee>();
  #sorted: readonly Employee[] | undefined;
  #byName: ReadonlyMap<string, string> | undefined;
  #managers: ReadonlySet<string> | undefined;

  constructor(seed: BamboohrSeed, clock: Clock) {
    this.clock = clock;
    this.fields = new Fields([...seed.fields, ...undescribed(seed)]);
    this.lists = new Lists(seed.lists, (alias) => this.describeList(alias));
    this.tables = tablesOf(seed);
    this.users = seed.users;
    this.#apiUserEmployeeId = seed.apiUserEmployeeId;
  }

  /** In the order of their ids. */
  get employees(): readonly Employee[] {
    return (this.#sorted ??= [...this.#employees.values()].sort((one, other) => Number(one.id) - Number(other.id)));
  }

  /** @param id `0` means the employee behind the API key. */
  employee(id: string): Employee | undefined {
    return this.#employees.get(id === '0' ? (this.#apiUserEmployeeId ?? '') : id);
  }

  add(employee: Employee): void {
    this.#employees.set(employee.id, employee);
    this.removed.delete(employee.id);
    this.#sorted = undefined;
    this.#forgetWhatWasDerived();
  }

  remove(employee: Employee): void {
    this.#employees.delete(employee.id);
    this.rows.removeAllOf(employee.id);
    this.removed.set(employee.id, this.clock.now());
    this.#sorted = undefined;
    this.#forgetWhatWasDerived();
  }

  /** Puts the stamp of the moment on an employee whose fields or rows just changed. */
  touch(employee: Employee, at = this.clock.now()): void {
    employee.lastChanged = at;
    this.#forgetWhatWasDerived();
  }

  isOption(list: string, name: string): boolean {
    return this.lists.isOption(list, name);
  }

  /** Two people of one name: the one with the lower id is meant, as nothing else can be told from a name. */
  employeeNamed(idOrName: string): string | undefined {
    if (this.#employees.has(idOrName)) return idOrName;
    this.#byName ??= new Map(this.employees.toReversed().map((employee) => [displayName(employee), employee.id]));
    return this.#byName.get(idOrName);
  }

  managerOf(employee: Employee): Employee | undefined {
    const stored = employee.fields.get('supervisor');
    return typeof stored === 'string' ? this.employee(this.employeeNamed(stored) ?? '') : undefined;
  }

  isManager(employee: Employee): boolean {
    this.#managers ??= new Set(this.employees.flatMap((one) => this.managerOf(one)?.id ?? []));
    return this.#managers.has(employee.id);
  }

  describeList(alias: string): { readonly id: string; readonly name: string } {
    const { id, name } = this.fields.named(alias) ?? { id: alias, name: alias };
    return { id, name };
  }

  #forgetWhatWasDerived(): void {
    this.#byName = undefined;
    this.#managers = undefined;
  }
}

export function displayName({ fields }: Employee): string {
  const first = fields.get('preferredName') ?? fields.get('firstName') ?? '';
  return `${String(first)} ${String(fields.get('lastName') ?? '')}`.trim();
}
