import type { BamboohrSeed } from './seed.js';

/** One employee field, under the alias the store keys it by. */
export interface Field {
  readonly id: string;
  readonly alias: string;
  readonly name: string;
  readonly type: string;
  /** Alias of the list its values come from. */
  readonly list?: string;
  readonly deprecated: boolean;
}

/** Type and name of every standard field; the ids are ours, as a tenant's own are not published. */
const standard = {
  id: ['int', 'EEID'],
  firstName: ['text', 'First Name'],
  lastName: ['text', 'Last Name'],
  department: ['list', 'Department'],
  middleName: ['text', 'Middle Name'],
  preferredName: ['text', 'Preferred Name'],
  displayName: ['text', 'Display name'],
  fullName1: ['text', 'First Name Last Name'],
  employeeNumber: ['text', 'Employee #'],
  status: ['status', 'Status'],
  photoUrl: ['text', 'Photo URL'],
  workEmail: ['email', 'Work Email'],
  homeEmail: ['email', 'Home Email'],
  bestEmail: ['email', 'Best Email'],
  workPhone: ['phone', 'Work Phone'],
  workPhoneExtension: ['text', 'Work Ext.'],
  mobilePhone: ['phone', 'Mobile Phone'],
  homePhone: ['phone', 'Home Phone'],
  skypeUsername: ['text', 'Skype Username'],
  linkedIn: ['text', 'LinkedIn URL'],
  facebook: ['text', 'Facebook URL'],
  instagram: ['text', 'Instagram URL'],
  twitterFeed: ['text', 'Twitter URL'],
  pinterest: ['text', 'Pinterest URL'],
  dateOfBirth: ['date', 'Birth Date'],
  gender: ['text', 'Gender'],
  hireDate: ['date', 'Hire Date'],
  originalHireDate: ['date', 'Original Hire Date'],
  terminationDate: ['date', 'Termination Date'],
  address1: ['text', 'Address Line 1'],
  city: ['text', 'City'],
  state: ['text', 'State'],
  zipcode: ['text', 'Zip Code'],
  country: ['text', 'Country'],
  division: ['list', 'Division'],
  location: ['list', 'Location'],
  jobTitle: ['list', 'Job Title'],
  employmentHistoryStatus: ['list', 'Employment Status'],
  employmentStatusDate: ['date', 'Employment Status: Date'],
  supervisor: ['employee', 'Reporting to'],
  supervisorEId: ['int', 'Supervisor EID'],
  supervisorId: ['text', 'Supervisor ID'],
  supervisorEmail: ['email', 'Manager Email'],
  isSupervisor: ['text', 'Is Supervisor'],
  jobLevel: ['text', 'Job Level'],
  payBand: ['text', 'Pay Band'],
  payRate: ['currency', 'Pay Rate'],
  payRateEffectiveDate: ['date', 'Compensation: Effective Date'],
  payType: ['list', 'Pay Type'],
  paidPer: ['list', 'Paid Per'],
  paySchedule: ['list', 'Pay Schedule'],
  payChangeReason: ['list', 'Compensation Change Reason'],
  compensationComments: ['text', 'Compensation: Comments'],
  exempt: ['list', 'Overtime Status'],
  overtimeRate: ['currency', 'Overtime Rate'],
  lastChanged: ['timestamp', 'Last changed'],
} as const satisfies Readonly<Record<string, readonly [type: string, name: string]>>;

/** Fields the vendor works out; nobody can set them. The manager is set through `supervisor`. */
const derived: ReadonlySet<string> = new Set([
  'id',
  'displayName',
  'fullName1',
  'bestEmail',
  'supervisorId',
  'supervisorEmail',
  'isSupervisor',
  'lastChanged',
]);

/** Dataset names that are not the alias itself (vendor sheet section 3.4). */
const datasetNames: Readonly<Record<string, string>> = {
  eeid: 'id',
  jobInformationDepartment: 'department',
  jobInformationDivision: 'division',
  jobInformationLocation: 'location',
  jobInformationJobTitle: 'jobTitle',
  jobInformationReportsTo: 'supervisor',
  supervisorEid: 'supervisorEId',
  supervisorName: 'supervisor',
  compensationEffectiveDate: 'payRateEffectiveDate',
  compensationPayRate: 'payRate',
  compensationPayRateCurrencyCode: 'payRate',
  compensationPayType: 'payType',
  compensationPaidPer: 'paidPer',
  compensationPaySchedule: 'paySchedule',
  compensationOvertimeStatus: 'exempt',
  compensationChangeReason: 'payChangeReason',
};

/** Names of the employee list that are not the alias itself (vendor sheet section 3.1). */
export const listNames: Readonly<Record<string, string>> = {
  employeeId: 'id',
  jobTitleName: 'jobTitle',
  jobTitleId: 'jobTitle',
  departmentName: 'department',
  departmentId: 'department',
  divisionName: 'division',
  divisionId: 'division',
  locationName: 'location',
  locationId: 'location',
  employmentStatusName: 'employmentHistoryStatus',
  employmentStatusId: 'employmentHistoryStatus',
  reportsToName: 'supervisor',
  reportsToId: 'supervisor',
  birthDate: 'dateOfBirth',
  linkedinUrl: 'linkedIn',
  facebookUrl: 'facebook',
  instagramUrl: 'instagram',
  twitterUrl: 'twitterFeed',
  pinterestUrl: 'pinterest',
};

/** All fields of one company, and the three ways the vendor names them. */
export class Fields {
  readonly #byAlias = new Map<string, Field>();
  readonly #byId = new Map<string, Field>();

  constructor(seeded: BamboohrSeed['fields']) {
    Object.entries(standard).forEach(([alias, [type, name]], index) => {
      this.#add({ id: String(index + 1), alias, name, type, ...(type === 'list' && { list: alias }), deprecated: false });
    });
    seeded.forEach(({ alias, id, name, type, list, deprecated }, index) => {
      const known = this.#byAlias.get(alias);
      const ofList = type === 'list' ? { list: list ?? alias } : {};
      this.#add({ id: id ?? known?.id ?? String(4000 + index), alias, name: name ?? known?.name ?? alias, type, ...ofList, deprecated });
    });
  }

  get all(): readonly Field[] {
    return [...this.#byAlias.values()];
  }

  /** As the employee endpoints name it: by alias or id. */
  named(name: string): Field | undefined {
    return this.#byAlias.get(name) ?? this.#byId.get(name);
  }

  /** As the dataset names it; a field the sheet gives no other name keeps its alias. */
  inDataset(name: string): Field | undefined {
    const alias = datasetNames[name];
    if (alias !== undefined) return this.#byAlias.get(alias);
    return this.datasetNamesOf(name).includes(name) ? this.#byAlias.get(name) : undefined;
  }

  /** By whatever name the vendor has for it anywhere. */
  anywhere(name: string): Field | undefined {
    return this.named(name) ?? this.inDataset(name) ?? this.#byAlias.get(listNames[name] ?? '');
  }

  datasetNamesOf(alias: string): readonly string[] {
    const renamed = Object.keys(datasetNames).filter((name) => datasetNames[name] === alias);
    return renamed.length > 0 ? renamed : [alias];
  }

  isDerived(alias: string): boolean {
    return derived.has(alias);
  }

  #add(field: Field): void {
    const replaced = this.#byAlias.get(field.alias);
    if (replaced) this.#byId.delete(replaced.id);
    this.#byAlias.set(field.alias, field);
    this.#byId.set(field.id, field);
  }
}
