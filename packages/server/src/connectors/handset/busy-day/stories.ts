// What customers of a busy day come for: what they open with, and what they say to the answers.

/** A matter a customer has. */
export interface Story {
  /** Ways to begin. */
  readonly openings: readonly string[];
  /** What is said to the first answer, to the second, …: ways to say each. */
  readonly turns: readonly (readonly string[])[];
  /** Whether a picture may go with the beginning. */
  readonly hasPicture?: boolean;
}

export const STORIES: readonly Story[] = [
  {
    openings: [
      'Hi, where is my order {order}? It should have been here on Tuesday.',
      'Hello! Order {order} still says "packed". When will it leave?',
    ],
    turns: [
      ['It is under my e-mail address, {mail}', 'The name is {name}, order {order}'],
      ['OK. Can you leave it with a neighbour?', 'Could it come after five? I am at work until then.'],
    ],
  },
  {
    openings: [
      'The lamp I got has a crack in it, see the picture.',
      'Good morning. This arrived broken today 🙁',
    ],
    turns: [
      [
        'Yes, order {order}. The box looked fine from the outside.',
        'I would rather have a new one than the money.',
      ],
      ['Great. Do I have to send the old one back?'],
    ],
    hasPicture: true,
  },
  {
    openings: ['Until when are you open on Saturday?', 'Hi there, are you open this evening?'],
    turns: [['And is there parking close by?', 'Good. Could I pick something up at the counter?']],
  },
  {
    openings: [
      'I was charged twice for order {order}.',
      'Hello, my invoice shows the wrong address. Can you correct it?',
    ],
    turns: [
      ['The card ends in 4242. Both were taken on Monday.', 'It should say {name}, 14 Harbour Street.'],
      ['How long does that take?', 'Will I get that by e-mail?'],
    ],
  },
  {
    openings: [
      'I need to move my appointment on Thursday.',
      'Can somebody come earlier than next week? The heating is out.',
    ],
    turns: [
      ['Any time after 3 pm is fine.', 'Friday morning would be perfect.'],
      ['Yes, please put me down for that.'],
    ],
  },
  {
    openings: [
      'Do you have the blue jacket in medium?',
      'Is the walnut table from your window still there? How much is it?',
    ],
    turns: [['Could you hold it for me until tomorrow?', 'And in green?'], ['Under {name}, please.']],
  },
  {
    openings: ['How do I send something back?', 'The shoes are too small. Can I change them for a 43?'],
    turns: [['Order {order}. I still have the box.'], ['A label by e-mail is best: {mail}']],
  },
];

export const THANKS: readonly string[] = [
  'Perfect, thank you!',
  'Thanks a lot, that helped 👍',
  'Great, thank you very much. Have a nice day!',
  'Lovely. Bye!',
];
export const NUDGES: readonly string[] = ['Hello? Is anyone there?', '?', 'Are you still there?'];
export const FAREWELLS: readonly string[] = [
  'Never mind, I will come by the shop.',
  'OK, I will try again tomorrow.',
  'This takes too long for me, sorry.',
];
