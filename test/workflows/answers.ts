/** What offices write in the tests: the forms' own lines. */

/** A draft action plan with everything that is required. */
export const full = [
  'Vision: A city for everyone',
  'Focus areas: Quality environment',
  'Strategic targets: Half of all journeys on foot by 2025',
  'Plan period: 2018-2025',
  'Project 1 title: Pavements',
  'Project 1 focus area: Built infrastructure',
  'Project 1 budget: USD 2 million',
  'Project 1 source of funding: City budget',
  'Project 1 support sought: Technical',
].join('\n');
