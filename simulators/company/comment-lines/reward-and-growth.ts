import type { Lines, Theme } from '../themes.js';

export const rewardAndGrowth = {
  pay: {
    praise: [
      'The pay review this year was fair and, for once, it was explained.',
      'Salary is competitive for this area and the pension contribution is generous.',
      'I appreciate the sick pay and the travel allowance, they make a real difference at the end of the month.',
      'My bonus matched what I was promised, no small print.',
      'Benefits are better than at any of my previous employers.',
      'Publishing the pay bands was the right decision, I finally know where I stand.',
    ],
    criticism: [
      'My salary has fallen behind the market, recruiters offer me a good deal more for the same work.',
      'New joiners start on a higher wage than people who have been here for years.',
      'The pay bands exist but nobody can tell me why I am at the bottom of mine.',
      'Rent went up by far more than our yearly raise did.',
      'Overtime at weekends should be paid, not just thanked for.',
      'The bonus formula is impossible to follow and seems to change every year.',
      'We have waited {months} months for an answer about the shift allowance.',
    ],
  },
  recognition: {
    praise: [
      'When something goes well people say so, in front of others.',
      'I got a handwritten thank-you card from a director after the audit, that meant a lot.',
      'Good work is noticed here, even when it is not glamorous.',
      'The monthly shout-outs are short and honest, please keep them.',
      'My suggestion for {tool} was taken up and I was named as the author.',
    ],
    criticism: [
      'We only hear from above when something breaks.',
      'Credit tends to go to whoever presents the work, not to whoever did it.',
      'A simple thank you after a long night of support would go a long way.',
      'The awards always go to the same two departments.',
      'I have done the job of the next grade for {months} months and nobody has acknowledged it.',
    ],
  },
  career: {
    praise: [
      'I was promoted last autumn and the criteria were clear from the start.',
      'There are real opportunities to move between teams without starting over.',
      'The technical career ladder means I can grow without managing people.',
      'My development plan is an actual plan, with dates.',
      'Internal candidates get a fair chance when roles open up.',
    ],
    criticism: [
      'I see no way to progress in my role unless my boss leaves.',
      'Promotion seems to depend on who knows you rather than on what you have delivered.',
      'The expectations for the next level are so vague that nobody can aim for them.',
      'Vacancies are filled from outside before we even hear about them.',
      'I was told to be patient about promotion three reviews in a row.',
      'There is no career path for people in support roles.',
    ],
  },
  learning: {
    praise: [
      'The training budget is easy to use and nobody questions it.',
      'I learned more here in a year than in the three before.',
      'The Friday learning hour is protected, and it shows.',
      'Having {colleague} as a mentor got me up to speed in weeks.',
      'The certification for field equipment was excellent and well taught.',
    ],
    criticism: [
      'Courses are approved and then cancelled because we are too busy to go.',
      'My onboarding was a folder of outdated documents.',
      'We bought new equipment and nobody was trained to use it.',
      'Please offer training in the afternoon shift as well, we always miss it.',
      'The e-learning modules are click-through slides, I have not learned anything from them.',
    ],
  },
  'job security': {
    praise: [
      'I feel my job is safe, even with all the changes in the market.',
      'It was good that nobody was let go when the order was cancelled.',
      'Moving me from temporary to permanent was quick and kindly handled.',
      'The company has been honest about which sites stay open, that calms people.',
      'After two redundancies elsewhere I finally feel stable here.',
    ],
    criticism: [
      'Rumours about outsourcing keep people awake, please tell us what is planned.',
      'Half my team is on fixed-term contracts and nobody knows who will be renewed.',
      'Since the last reorganisation everyone wonders whether they are next.',
      'I am updating my CV because nobody can say whether our site will exist next year.',
      'The hiring freeze was announced without a word about those whose contracts end soon.',
    ],
  },
} as const satisfies Partial<Record<Theme, Lines>>;
