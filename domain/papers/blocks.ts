/** Which block of content is built by what. */
import type { BuildBlock } from './block.js';
import { agenda } from './blocks/agenda.js';
import { cityActionPlans } from './blocks/city-action-plans.js';
import { decisionsBefore } from './blocks/decisions-before.js';
import { delegations } from './blocks/delegations.js';
import { frameworkComments } from './blocks/framework-comments.js';
import { framework } from './blocks/framework.js';
import { nextSteps } from './blocks/next-steps.js';
import { openRequests } from './blocks/open-requests.js';
import { outsidePartners } from './blocks/outside-partners.js';
import { pilotCities } from './blocks/pilot-cities.js';
import { progressByProject } from './blocks/progress-by-project.js';
import { progressCounts } from './blocks/progress-counts.js';
import { summaryRecord } from './blocks/summary-record.js';
import { twinningList } from './blocks/twinning-list.js';
import { nextCalendar, yearCalendar } from './blocks/year-calendar.js';
import type { BlockName } from './definition.js';

export const blocks: Record<BlockName, BuildBlock> = {
  agenda,
  'city-action-plans': cityActionPlans,
  'decisions-before': decisionsBefore,
  delegations,
  framework,
  'framework-comments': frameworkComments,
  'next-calendar': nextCalendar,
  'next-steps': nextSteps,
  'open-requests': openRequests,
  'outside-partners': outsidePartners,
  'pilot-cities': pilotCities,
  'progress-by-project': progressByProject,
  'progress-counts': progressCounts,
  'summary-record': summaryRecord,
  'twinning-list': twinningList,
  'year-calendar': yearCalendar,
};
