/** What offices write in the tests: the forms' own lines. */

const lines = {
  vision: 'Vision: A city for everyone',
  areas: 'Focus areas: Quality environment',
  targets: 'Strategic targets: Half of all journeys on foot by 2025',
  period: 'Plan period: 2018-2025',
  project: [
    'Project 1 title: Pavements',
    'Project 1 focus area: Built infrastructure',
    'Project 1 budget: USD 2 million',
    'Project 1 source of funding: City budget',
    'Project 1 support sought: Technical',
  ].join('\n'),
};

/** A draft action plan with everything that is required; one without its vision; and the vision alone. */
export const full = Object.values(lines).join('\n');
export const withoutVision = [lines.areas, lines.targets, lines.period, lines.project].join('\n');
export const vision = lines.vision;

/** A member's position on a text. */
export const agrees = 'Position: Agree';
export const objects =
  'Position: Object\nComment: The pairing is voluntary.\nProposed wording: Pairing is voluntary.';

/** A nomination of the National Representative and of these cities. */
export const nomination = (cities: string[]): string =>
  [
    'National Representative: Director-General, Ministry of Local Government',
    'E-mail of the National Representative: representative@government.example',
    ...cities.flatMap((name, i) => [
      `City ${i + 1} name: ${name}`,
      `City ${i + 1} Chief Smart City Officer: Director of Planning`,
      `City ${i + 1} officer e-mail: officer@city-${i + 1}.example`,
    ]),
  ].join('\n');
