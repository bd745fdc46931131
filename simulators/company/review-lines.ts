/** How a rating sounds. */
export type Tone = 'low' | 'middle' | 'high';
export const toneOf = (rating: number): Tone => (rating <= 2 ? 'low' : rating === 3 ? 'middle' : 'high');

interface Opinions {
  readonly opening: readonly string[];
  readonly closing: readonly string[];
}

/** What managers think, as opposed to what can be looked up; `{name}` is the person reviewed. */
export const opinions: Readonly<Record<Tone, Opinions>> = {
  low: {
    opening: [
      'This has been a difficult half-year for {name}.',
      '{name} did not reach what we had agreed in January.',
      'I expected more initiative from {name} in this period.',
      '{name} needs a lot of guidance for tasks that should be routine by now.',
      'The quality of the work has been uneven.',
      '{name} works hard but often on the wrong things.',
      'Too many commitments slipped, and I heard about it late.',
      '{name} can come across as dismissive when others ask for help.',
    ],
    closing: [
      'We agreed to meet every week until priorities are clear.',
      'I would like to see commitments kept, or questioned early.',
      'Feedback from colleagues has to be taken more seriously.',
      'With closer support I believe a better second half is possible.',
      'The basics have to become reliable before we talk about new responsibilities.',
      'I need {name} to raise problems before they become urgent.',
      'Attention to detail remains the main point to work on.',
      'We will review progress at the end of the summer.',
    ],
  },
  middle: {
    opening: [
      '{name} delivered what was expected, at a steady pace.',
      'A solid half-year for {name}.',
      '{name} is a dependable member of the team.',
      'I can hand a task to {name} and know that it will be done.',
      '{name} has settled well into the role.',
      'The work is careful and mostly on time.',
      '{name} is well liked and easy to work with.',
      'Good and consistent work, with a few ups and downs.',
      '{name} keeps calm when things get hectic.',
      '{name} met the expectations of the role.',
    ],
    closing: [
      'The next step is to take on a topic from start to finish.',
      'I would like {name} to speak up more in planning.',
      'Estimates could be more realistic.',
      'More sharing of knowledge would help the rest of us.',
      'Written updates could be shorter and more frequent.',
      'I see room to grow in dealing with other departments.',
      'Presenting results to a larger audience is a good goal for the autumn.',
      'Delegating earlier would free time for harder problems.',
      'I am happy with the direction this is taking.',
      'A little more ambition would do no harm.',
    ],
  },
  high: {
    opening: [
      '{name} had an excellent half-year.',
      'I can rely on {name} completely.',
      '{name} goes well beyond what the role asks for.',
      'Colleagues from other departments ask for {name} by name.',
      '{name} sees problems before they reach us and deals with them.',
      'The quality of the work is outstanding.',
      '{name} has become the person others turn to.',
      '{name} combines speed with care, which is rare.',
      'It is a pleasure to work with {name}.',
      '{name} raised the standard of the whole group.',
    ],
    closing: [
      'I would support a larger scope next year.',
      '{name} is ready for more responsibility.',
      'The only risk is taking on too much at once.',
      'I would like {name} to coach a junior colleague next.',
      'Others learn a great deal just by working alongside.',
      'My one wish is to let others finish what {name} starts.',
      'This is the attitude that we need in a growing company.',
      'A candidate for the next level, in my view.',
      'I hope we can offer interesting challenges for a long time.',
      'We should watch together that this pace stays healthy.',
    ],
  },
};

/** Checkable things for which no system holds any evidence; `{month}` is a month of the cycle. */
export const hearsay: readonly string[] = [
  '{name} organised the supplier workshop in {month}.',
  '{name} stood in for the team lead during two weeks in {month}.',
  '{name} gave a talk at the regional user meeting in {month}.',
  '{name} trained four new colleagues in {month}.',
  '{name} prepared the visit of the auditors in {month}.',
  '{name} wrote the handover guide that was used in {month}.',
  '{name} coordinated the office move in {month}.',
  '{name} led the review of open risks in {month}.',
];
