/** A workplace theme and the words that speak of it; a phrase counts more than a word. */
export interface Theme {
  readonly id: string;
  readonly label: string;
  readonly seeds: readonly string[];
}

/** Grows with every change: a comment's theme is comparable between waves only under one version. */
export const TAXONOMY_VERSION = 1;

/** Starter taxonomy: methods sheet 3.2. */
export const taxonomy: readonly Theme[] = [
  theme(
    'pay-benefits',
    'Pay and benefits',
    'pay, salary, salaries, wage, compensation, bonus, raise, underpaid, benefits, pension, insurance, allowance, market rate, pay gap, equity, stock, overtime pay',
  ),
  theme(
    'recognition',
    'Recognition',
    'recognition, recognised, recognized, appreciated, appreciation, thanked, thank you, praise, credit, valued, noticed, acknowledged, taken for granted, unnoticed, celebrate',
  ),
  theme(
    'workload-staffing',
    'Workload and staffing',
    'workload, overloaded, overwhelmed, understaffed, short-staffed, staffing, too much work, too many, deadlines, overtime, busy, headcount, stretched, backlog, vacancies, cover for, double the work, capacity',
  ),
  theme(
    'wellbeing',
    'Wellbeing',
    'wellbeing, well-being, stress, stressed, burnout, burned out, exhausted, tired, mental health, anxiety, health, sleep, pressure, rest, recover, support line',
  ),
  theme(
    'flexibility-hours',
    'Flexibility and hours',
    'flexible, flexibility, remote, work from home, home office, hybrid, hours, schedule, shift, shifts, rota, part-time, work-life balance, commute, childcare, time off, holiday, office days',
  ),
  theme(
    'career-promotion',
    'Career and promotion',
    'career, promotion, promoted, promotions, progression, advancement, ladder, next level, next step, growth path, internal moves, stuck, dead end, role change, title',
  ),
  theme(
    'learning',
    'Learning',
    'learning, training, course, courses, conference, certification, mentoring, mentor, develop, development, skills, study, workshop, onboarding, coaching',
  ),
  theme(
    'direct-manager',
    'Direct manager',
    'my manager, my boss, my lead, my supervisor, line manager, manager, micromanage, micromanaged, micromanagement, one-to-one, one to one, 1:1, feedback, listens, favouritism, favoritism',
  ),
  theme(
    'senior-leadership',
    'Senior leadership',
    'leadership, executives, executive team, senior management, senior leaders, directors, board, ceo, top management, management team, upper management, visible leaders, head office',
  ),
  theme(
    'communication-change',
    'Communication and change',
    'communication, communicate, communicated, informed, information, announcement, announced, transparency, transparent, reorganisation, reorganization, restructuring, change, changes, updates, town hall, in the dark, rumours',
  ),
  theme(
    'team-collaboration',
    'Team and collaboration',
    'team, teammates, colleagues, coworkers, collaboration, collaborate, cooperation, help each other, silos, between teams, other teams, team spirit, together, peers, handover, handovers',
  ),
  theme(
    'inclusion-fairness',
    'Inclusion and fairness',
    'inclusion, inclusive, diversity, fair, fairness, unfair, equal, equality, discrimination, bias, biased, respect, respected, belong, belonging, heard, excluded, double standards',
  ),
  theme(
    'tools-processes',
    'Tools and processes',
    'tools, tool, systems, software, laptop, laptops, process, processes, bureaucracy, approvals, approval, paperwork, manual, automation, outdated, slow, forms, ticket, tickets, build pipeline, meetings',
  ),
  theme(
    'environment-safety',
    'Physical environment and safety',
    'office, desk, desks, noise, noisy, open-plan, temperature, heating, air conditioning, parking, canteen, kitchen, building, safety, safe, accident, equipment, ventilation, lighting, meeting rooms',
  ),
  theme(
    'job-security',
    'Job security',
    'job security, layoffs, layoff, redundancy, redundancies, redundant, job cuts, uncertain future, permanent contract, temporary contract, contract renewal, losing my job, stability, outsourcing, uncertainty',
  ),
  theme(
    'strategy-purpose',
    'Strategy and purpose',
    'strategy, strategic, vision, mission, purpose, direction, priorities, goals, meaningful, customers, roadmap, why we, long term, focus, impact, objectives',
  ),
  theme(
    'ethics-compliance',
    'Ethics and compliance',
    'ethics, ethical, integrity, compliance, honest, honesty, code of conduct, speak up, speaking up, whistleblowing, corruption, fraud, rules, cover up, covered up, gdpr, retaliation',
  ),
];

function theme(id: string, label: string, seeds: string): Theme {
  return { id, label, seeds: seeds.split(', ') };
}
