import type { Lines, Theme } from '../themes.js';

export const peopleAndDirection = {
  manager: {
    praise: [
      'My manager listens, decides and stands by it.',
      'I get honest feedback from my manager every week, good and bad.',
      'My boss protects us from chaos and lets us get on with the job.',
      'One-to-ones are never cancelled, and they are about me.',
      'When I made a costly mistake my manager helped me fix it instead of blaming me.',
      'My supervisor trusts me with the difficult customers.',
    ],
    criticism: [
      'My manager checks every e-mail before it goes out, it feels like distrust.',
      'I have had one conversation about my performance in {months} months.',
      'Feedback arrives in the yearly review, when it is too late to do anything with it.',
      'My boss avoids conflict, so problems in the team are never solved.',
      'My supervisor has favourites and does not hide it.',
      'Managers here are promoted for technical skill and never taught how to lead.',
    ],
  },
  leadership: {
    praise: [
      'The executive team answered hard questions at the town hall without dodging.',
      'I trust the leadership to make sensible long-term decisions.',
      'Senior managers visit our site and actually talk to people.',
      'Our director admitted that the first plan was wrong, that earned respect.',
      'Leadership is visible and approachable.',
    ],
    criticism: [
      'Senior leadership is out of touch with what happens on the floor.',
      'Decisions are made at the top and reversed two weeks later.',
      'The executives talk about values and then cut the budget for exactly those things.',
      'I have never seen our division head in person.',
      'Leadership asks for our opinion and then does what it had planned anyway.',
      'Directors should spend a day with us before they redesign our work.',
    ],
  },
  communication: {
    praise: [
      'The weekly update is short, clear and worth reading.',
      'We hear about changes early enough to prepare.',
      'The reasons behind the reorganisation were explained openly.',
      'Information flows well between shifts.',
      'Questions in the all-hands channel get real answers.',
    ],
    criticism: [
      'We learn about changes from customers before we hear about them internally.',
      'The reorganisation was announced on a Friday evening without any explanation.',
      'Too many channels, important news gets lost between chat and e-mail.',
      'Nobody told us why the project was stopped.',
      'Sales promises dates that we hear about for the first time in the kick-off.',
      'Information reaches the day shift and stops there.',
      'Please communicate the next reorganisation before the rumours do.',
    ],
  },
  team: {
    praise: [
      'My team is the reason I stay.',
      'Colleagues help without being asked.',
      '{colleague} always takes the time to explain things twice.',
      'We can disagree in the morning and have lunch together at noon.',
      'Working with the people in {place} is a pleasure.',
      'Everybody pulls in the same direction when a delivery is at risk.',
      'New colleagues are welcomed warmly.',
    ],
    criticism: [
      'Departments work against each other instead of together.',
      'Every team optimises its own numbers and hands the mess to the next.',
      'There is tension in our team that nobody addresses.',
      'Handing over between shifts is careless and we pay for it.',
      'Cooperation with {place} is slow, they rarely answer.',
    ],
  },
  inclusion: {
    praise: [
      'I can be myself here without having to explain it.',
      'Different opinions are welcome in our meetings.',
      'Meetings moved to English as soon as the first international colleague joined.',
      'The prayer room and the flexible holidays show that people thought about us.',
      'I can say that something is a bad idea and nobody holds it against me.',
    ],
    criticism: [
      'Jokes about accents are still treated as harmless.',
      'The loudest voices decide, quiet people are talked over.',
      'I do not feel safe to speak up after what happened to the last person who did.',
      'People who work part-time are not taken seriously.',
      'Interesting assignments go to a small circle of friends.',
      'Everybody in the room where decisions are made looks the same.',
    ],
  },
  strategy: {
    praise: [
      'I understand where the company is heading and how my work contributes.',
      'The focus on fewer products was overdue and is paying off.',
      'Our sensors help keep drinking water clean, I am proud of that purpose.',
      'The goals for this year are clear and few.',
      'It is motivating to see customers in the field use what we build.',
    ],
    criticism: [
      'Priorities change every quarter and we never finish anything.',
      'I could not explain our strategy to a friend.',
      'We chase every big customer and forget what we are good at.',
      'The goals of our department contradict those of the next one.',
      'We say quality comes first, but only the shipping date counts.',
    ],
  },
  ethics: {
    praise: [
      'When a batch was faulty we told the customers at once, I was proud of that.',
      'The reporting line for concerns works, mine was followed up properly.',
      'We turn down business that would not be clean.',
      'Compliance training uses real cases and is worth the time.',
      'Promises to suppliers are kept, also the small ones.',
    ],
    criticism: [
      'Test results are sometimes signed before the test is finished.',
      'I raised a concern about expenses and never heard back.',
      'The rules on gifts apply to us but apparently not to management.',
      'Customers are told that features exist when they do not.',
      'Working hours are rounded down in the system, that is not right.',
    ],
  },
} as const satisfies Partial<Record<Theme, Lines>>;
