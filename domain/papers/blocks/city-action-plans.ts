/** The cities' action plans: what each city wants to become, what it will do, and the support that it seeks. */
import type { City, Member } from '../../network.js';
import type { Submission } from '../../submission.js';
import { focusAreaNames, listOf, numbersOf, textOf, worded } from '../answers.js';
import type { Block, Line } from '../block.js';
import { emptyCell, missingAnswer } from '../block.js';
import type { PaperYear } from '../year.js';
import { citiesInOrder, requestOf, withLocalName } from '../year.js';

interface Plan {
  city: City;
  member: Member;
  /** The request that holds the plan, or that was left without an answer. */
  of: string;
  submission?: Submission;
}

/** The final action plan of each city; where only the draft was accepted, the draft. */
export function cityActionPlans(year: PaperYear): Block {
  const finalAsked = year.requests.some((request) => request.kind === 'final-action-plan');
  const plans = citiesInOrder(year).map(({ city, member }): Plan => {
    const final = requestOf(year, 'final-action-plan', city.id)?.submission;
    const draft = requestOf(year, 'action-plan', city.id)?.submission;
    if (final) return { city, member, of: `final-action-plan/${city.id}`, submission: final };
    if (draft) return { city, member, of: `action-plan/${city.id}`, submission: draft };
    return { city, member, of: `${finalAsked ? 'final-action-plan' : 'action-plan'}/${city.id}` };
  });
  const drafts = plans.filter((plan) => finalAsked && plan.of.startsWith('action-plan/'));
  return {
    lines: drafts.map(({ city, of }) => ({
      text: `For ${city.name} the draft action plan is given in place of the final one. ${missingAnswer(year, { of }).text}`,
      source: { of, field: 'final' },
      missing: true,
    })),
    tables: [overview(year, plans), targets(year, plans), projects(year, plans)],
  };
}

const cityCell = ({ city }: Plan): Line => ({
  text: city.name,
  source: { of: `data/${city.membership.source}`, field: 'name' },
});

/** A question's answer; the body's wording where the whole answer is missing and this is the first question. */
function cell(year: PaperYear, plan: Plan, field: string, text: string | undefined, first = false): Line {
  const source = { of: plan.of, field, ...(plan.submission && { version: plan.submission.version }) };
  if (plan.submission ? text === undefined && first : first) return missingAnswer(year, source);
  return text === undefined ? emptyCell(source) : { text, source };
}

const ask = (plan: Plan, field: string): string | undefined =>
  plan.submission && textOf(plan.submission, field);

function overview(year: PaperYear, plans: Plan[]): Block['tables'][number] {
  return {
    title: 'The cities and their plans',
    columns: ['City', 'Member State', 'Vision', 'Focus areas', 'Projects'],
    rows: plans.map((plan) => {
      const areas = plan.submission ? listOf(plan.submission, 'focus-areas') : [];
      const count = plan.submission && String(numbersOf(plan.submission, 'project').length);
      return [
        { ...cityCell(plan), text: withLocalName(plan.city) },
        { text: plan.member.name, source: { of: `data/${plan.city.membership.source}`, field: 'member' } },
        cell(year, plan, 'vision', ask(plan, 'vision'), true),
        cell(year, plan, 'focus-areas', areas.length ? focusAreaNames(year.network, areas) : undefined),
        cell(year, plan, 'project', count),
      ];
    }),
  };
}

function targets(year: PaperYear, plans: Plan[]): Block['tables'][number] {
  return {
    title: 'Strategic targets',
    columns: ['City', 'Targets', 'Plan period', 'Master plan built on'],
    rows: plans.map((plan) => [
      cityCell(plan),
      cell(year, plan, 'targets', ask(plan, 'targets'), true),
      cell(year, plan, 'plan-period', ask(plan, 'plan-period')),
      cell(year, plan, 'master-plan', ask(plan, 'master-plan')),
    ]),
  };
}

function projects(year: PaperYear, plans: Plan[]): Block['tables'][number] {
  return {
    title: 'Projects of the cities',
    columns: ['City', 'Project', 'Focus area', 'Funding', 'Support sought', 'Partners'],
    rows: plans.flatMap((plan): Line[][] => {
      const { submission } = plan;
      const numbers = submission ? numbersOf(submission, 'project') : [];
      if (!submission || !numbers.length) {
        const source = { of: plan.of, field: 'project', ...(submission && { version: submission.version }) };
        return [
          [
            cityCell(plan),
            missingAnswer(year, source),
            ...Array.from({ length: 4 }, () => emptyCell(source)),
          ],
        ];
      }
      return numbers.map((n) => {
        const of = (field: string): Line =>
          cell(year, plan, `project.${n}.${field}`, ask(plan, `project.${n}.${field}`));
        const area = listOf(submission, `project.${n}.focus-area`);
        const support = listOf(submission, `project.${n}.support`).map(worded);
        return [
          cityCell(plan),
          cell(year, plan, `project.${n}.title`, ask(plan, `project.${n}.title`), true),
          cell(
            year,
            plan,
            `project.${n}.focus-area`,
            area.length ? focusAreaNames(year.network, area) : undefined,
          ),
          of('funding'),
          cell(year, plan, `project.${n}.support`, support.length ? support.join('; ') : undefined),
          of('partners'),
        ];
      });
    }),
  };
}
