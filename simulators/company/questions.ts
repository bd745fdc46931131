import { z } from 'zod';
import { THEMES } from './themes.js';

export const question = z.object({
  id: z.string(),
  /** `agreement` 1–5, `recommend` 0–10, `comment` free text. */
  kind: z.enum(['agreement', 'recommend', 'comment']),
  text: z.string(),
  /** What an agreement item asks about; null for those about work as a whole. */
  theme: z.enum(THEMES).nullable(),
});
export type Question = z.infer<typeof question>;

const ask = (id: string, kind: Question['kind'], theme: Question['theme'], text: string): Question => ({ id, kind, text, theme });

export const questions: readonly Question[] = [
  ask('pride', 'agreement', null, 'I am proud to work for Fennmark.'),
  ask('recognition', 'agreement', 'recognition', 'When I do good work, it is noticed.'),
  ask('workload', 'agreement', 'workload', 'My workload is manageable.'),
  ask('career', 'agreement', 'career', 'I can see how I could grow here.'),
  ask('manager', 'agreement', 'manager', 'My manager gives me feedback that helps me.'),
  ask('leadership', 'agreement', 'leadership', 'I trust the decisions of senior leadership.'),
  ask('communication', 'agreement', 'communication', 'I hear about changes that affect me in good time.'),
  ask('tools', 'agreement', 'tools', 'I have the tools and processes I need to do my job well.'),
  ask('inclusion', 'agreement', 'inclusion', 'I can speak up without fear of consequences.'),
  ask('recommend', 'recommend', null, 'How likely are you to recommend Fennmark as a place to work?'),
  ask('works-well', 'comment', null, 'What works well?'),
  ask('improve', 'comment', null, 'What should improve?'),
];
