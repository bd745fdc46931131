/** How likely people who answer mostly as they did before give one answer again, and all their answers, however many. */
const AGAIN = { one: 0.83, all: 0.3 } as const;

/** How likely somebody gives the same answers to so many questions in a new wave. */
export const answeredAgain = (questions: number): number => Math.max(AGAIN.all, AGAIN.one ** questions);
