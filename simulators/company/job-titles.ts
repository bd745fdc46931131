import type { Craft } from './organisation.js';

export const LEVELS = ['L1', 'L2', 'L3', 'L4', 'L5'] as const;
export type Level = (typeof LEVELS)[number];

/** Titles from L1 to L4 of those who lead nobody, then the title of a team's lead. */
const TITLES: Readonly<Record<Craft, readonly [string, string, string, string, string]>> = {
  engineering: ['Associate Engineer', 'Software Engineer', 'Senior Software Engineer', 'Staff Engineer', 'Engineering Manager'],
  data: ['Associate Analyst', 'Data Analyst', 'Senior Data Engineer', 'Principal Data Scientist', 'Data Team Manager'],
  quality: ['Test Technician', 'Quality Engineer', 'Senior Quality Engineer', 'Principal Quality Engineer', 'Quality Manager'],
  product: ['Associate Product Manager', 'Product Manager', 'Senior Product Manager', 'Principal Product Manager', 'Group Product Manager'],
  design: ['Junior Designer', 'Product Designer', 'Senior Product Designer', 'Principal Designer', 'Design Manager'],
  it: ['Service Desk Analyst', 'Systems Administrator', 'Senior Systems Administrator', 'Systems Architect', 'IT Service Manager'],
  security: ['Security Analyst', 'Security Engineer', 'Senior Security Engineer', 'Principal Security Engineer', 'Security Manager'],
  sales: [
    'Sales Development Representative',
    'Account Executive',
    'Senior Account Executive',
    'Strategic Account Executive',
    'Regional Sales Manager',
  ],
  marketing: ['Marketing Assistant', 'Marketing Specialist', 'Senior Marketing Specialist', 'Marketing Strategist', 'Marketing Manager'],
  success: [
    'Customer Success Associate',
    'Customer Success Manager',
    'Senior Customer Success Manager',
    'Principal Customer Success Manager',
    'Customer Success Lead',
  ],
  partnerships: ['Partner Coordinator', 'Partner Manager', 'Senior Partner Manager', 'Strategic Partner Manager', 'Partnerships Lead'],
  support: ['Support Agent', 'Support Specialist', 'Senior Support Specialist', 'Support Expert', 'Support Team Manager'],
  manufacturing: ['Assembly Operator', 'Production Technician', 'Senior Production Technician', 'Process Engineer', 'Shift Manager'],
  supply: ['Logistics Assistant', 'Supply Planner', 'Senior Supply Planner', 'Supply Chain Specialist', 'Supply Chain Manager'],
  field: ['Field Technician', 'Service Engineer', 'Senior Service Engineer', 'Field Service Expert', 'Field Service Manager'],
  finance: ['Finance Assistant', 'Accountant', 'Senior Accountant', 'Finance Business Partner', 'Finance Manager'],
  people: ['People Coordinator', 'People Partner', 'Senior People Partner', 'People Programme Lead', 'People Manager'],
  legal: ['Legal Assistant', 'Legal Counsel', 'Senior Legal Counsel', 'Principal Legal Counsel', 'Legal Manager'],
  facilities: [
    'Facilities Assistant',
    'Facilities Coordinator',
    'Senior Facilities Coordinator',
    'Workplace Planner',
    'Facilities Manager',
  ],
  executive: ['Office Assistant', 'Executive Assistant', 'Senior Executive Assistant', 'Chief of Staff', 'Chief of Staff'],
};

const CHIEFS: Readonly<Record<string, string>> = {
  Engineering: 'Chief Engineering Officer',
  Product: 'Chief Product Officer',
  Technology: 'Chief Information Officer',
  Commercial: 'Chief Commercial Officer',
  Operations: 'Chief Operating Officer',
  Corporate: 'Chief Financial Officer',
};

export const memberTitle = (craft: Craft, level: Level) => TITLES[craft][Math.min(LEVELS.indexOf(level), 3)] ?? '';
export const leadTitle = (craft: Craft) => TITLES[craft][4];
export const headTitle = (department: string) => `Director of ${department}`;
export const chiefTitle = (division: string) => CHIEFS[division] ?? `Chief of ${division}`;
