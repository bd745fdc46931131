import type { Lines, Theme } from '../themes.js';

export const dailyWork = {
  workload: {
    praise: [
      'The workload has been manageable since we got two more hands.',
      'We plan a quarter realistically and leave room for the unexpected.',
      'Deadlines are discussed with us, not thrown at us.',
      'For the first time in years I finish what I planned for the week.',
      'Saying no to low-priority requests is accepted here.',
    ],
    criticism: [
      'We are understaffed and have been for {months} months.',
      'Three people left and their work was simply divided among the rest of us.',
      'Everything is urgent, so nothing is.',
      'I regularly work {hours} hours a week just to keep up with the queue.',
      'Please stop starting new projects before the old ones are finished.',
      'The month-end peak is predictable, yet every month we are caught short of people.',
      'Too many meetings, my actual work starts at four in the afternoon.',
    ],
  },
  wellbeing: {
    praise: [
      'Nobody expects an answer in the evening, and that keeps me healthy.',
      'The counselling service helped me through a hard winter.',
      'When I was ill I could recover properly, without pressure to come back.',
      'People look after each other here, you notice when somebody is having a bad day.',
      'Taking a proper lunch break is normal in our office.',
    ],
    criticism: [
      'The stress is getting to people, two colleagues are off with burnout.',
      'I lie awake on Sunday evenings thinking about Monday.',
      'On-call every third week is exhausting with small children.',
      'We talk a lot about mental health, but nobody takes work off our plates.',
      'I have not had two weeks of holiday in a row since I started.',
      'The constant pressure to be reachable wears me out.',
    ],
  },
  flexibility: {
    praise: [
      'Working from home two days a week saves me hours on the train.',
      'Flexible hours let me bring my children to school without rushing.',
      'Switching to a four-day week was possible without any fuss.',
      'Nobody counts minutes as long as the work gets done.',
      'Swapping shifts among ourselves works well.',
      'I was able to work from {place} for a month while my father was in hospital.',
    ],
    criticism: [
      'The rule of three fixed office days makes no sense for a team spread over four sites.',
      'Shift rosters come out so late that I cannot plan anything with my family.',
      'Part-time is possible on paper but the meetings are all on my free day.',
      'Remote colleagues are forgotten when the room decides something.',
      'Core hours from eight are hard when the bus from the suburbs starts at half past seven.',
    ],
  },
  tools: {
    praise: [
      'The new laptops are fast and the setup took ten minutes.',
      '{tool} finally works the way we need it to.',
      'The clean-up of our processes last year saved us an hour a day.',
      'IT answers quickly and explains what went wrong.',
      'Automating the reports took a boring task off my desk.',
      'Our documentation is up to date, which I have never seen anywhere else.',
    ],
    criticism: [
      '{tool} is so slow that I make coffee while it loads.',
      'We enter the same figures into three systems that do not talk to each other.',
      'Getting approval for a small purchase takes {months} weeks and five signatures.',
      'The process for requesting access is a maze.',
      '{tool} goes down at the worst possible moment, usually at month end.',
      'Half of our procedures describe software we no longer use.',
      'I spend more time filling in forms than helping customers.',
    ],
  },
  environment: {
    praise: [
      'The new office in {place} is bright and quiet enough to think.',
      'Safety is taken seriously on the floor, anyone may stop the line.',
      'The canteen has improved a lot.',
      'Good chairs, good light and finally meeting rooms that are free.',
      'Protective equipment is replaced without discussion.',
    ],
    criticism: [
      'The open-plan office is so loud that I wear headphones all day.',
      'The loading dock is icy in winter and sooner or later somebody will get hurt.',
      'Air conditioning in {place} has been broken since last summer.',
      'The guard on the second press does not close properly, this was reported weeks ago.',
      'There are not enough desks on Tuesdays and Wednesdays.',
      'Parking in {place} is a daily fight.',
    ],
  },
} as const satisfies Partial<Record<Theme, Lines>>;
