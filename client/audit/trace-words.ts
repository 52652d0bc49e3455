/** A trace in words, for a terminal: from the paper down to the letter, one step under the other. */
import type { Authentication } from '../../domain/authenticity.js';
import type { Origin, Place, Wording } from '../../domain/provenance.js';
import { short } from '../../domain/papers/version.js';
import { inRanges } from '../../domain/provenance.js';
import { counted, facts, paragraph, utc } from '../cli/output.js';
import type { EnteredStep, LetterOutStep, LetterStep, Said } from './trace-letters.js';
import type {
  AnswerStep,
  AnswerUses,
  Chain,
  ClearanceStep,
  DecisionStep,
  FieldStep,
  LetterOutUses,
  LetterUses,
  Listing,
  Names,
  PaperStep,
  PositionStep,
  SourceUses,
  Traced,
  UsedAnswer,
} from './trace.js';

/** A part under its heading. */
interface Step {
  heading: string;
  text: string;
}

export function traceInWords(traced: Traced): string {
  switch (traced.kind) {
    case 'statement':
      return steps(chainSteps(traced));
    case 'listing':
      return listing(traced);
    case 'answer':
      return answerUses(traced);
    case 'source':
      return sourceUses(traced);
    case 'letter':
      return letterUses(traced);
    case 'our-letter':
      return ourLetter(traced);
  }
}

/** Numbered headings; what stands under each is set in. */
const steps = (all: readonly Step[]): string =>
  all.map(({ heading, text }, i) => `${paragraph(`${i + 1}. ${heading}`)}\n\n${setIn(text)}`).join('\n\n');

const setIn = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '' : `   ${line}`))
    .join('\n');

/** How far a step is set in. */
const indent = 3;

const rows = (all: readonly (readonly [string, string | undefined])[]): string => facts(all, indent);
const lines = (text: string, more = 0): string => paragraph(text, more, indent);

/** The id beside the words for it. */
const named = (names: Names, id: string): string =>
  names[id] === undefined || names[id] === id ? id : `${names[id]} (${id})`;

const at = (place: Place): string => `event ${place.event} of ${history(place)}`;

/** A workflow's id within its network, as the folder of its history is called: `cycle/2018/session/jcm-autumn`. */
const history = ({ workflow }: Place): string => workflow.slice(workflow.indexOf('/') + 1);

function chainSteps(chain: Chain): Step[] {
  const { paper, item, cell, origin, names } = chain;
  return [
    {
      heading: `The paper: ${paper.id}, version ${paper.version}`,
      text: [
        rows([
          ['title', paper.title],
          ['number', `${paper.number}, version ${paper.version}`],
          ['for', paper.body],
          ['item', `${item.number}. ${item.title} (${item.actionRequested.toLowerCase()})`],
          ['table', cell && `“${cell.table}”, column “${cell.column}”, in the row ${cell.row}`],
          ['drawn up', utc(paper.at)],
          ['reworded by', paper.changedBy && `${named(names, paper.changedBy)}: “${paper.why ?? ''}”`],
          ['as printed', paper.pdf],
          ['as data', paper.data],
          ['recorded', at(paper.place)],
        ]),
        ...also(chain),
      ].join('\n\n'),
    },
    { heading: `The statement ${short(chain.statement.id)}`, text: statementText(chain) },
    ...originSteps(chain, origin),
    { heading: 'Who cleared the words', text: clearanceText(chain) },
    { heading: 'Where it was decided', text: decidedText(chain.decided, names) },
  ];
}

const also = ({ others, paper }: Pick<Chain, 'others' | 'paper'>): string[] =>
  others.length === 0
    ? []
    : [
        lines(
          `The same name could mean ${others.map((id) => `“${id}”`).join(', ')}; “${paper.id}” is the one whose session is the last.`,
        ),
      ];

function statementText({ statement, wordings, answer, origin, names }: Chain): string {
  const { text, submitted, missing } = statement;
  const { fields = [], exact = false } = answer ?? {};
  const [field] = exact && fields.length === 1 ? fields : [];
  const sent = field && [field.value].flat().join('; ');
  const before = submitted ?? text;
  return rows([
    ['as printed', text === '' ? '(an empty cell: the question was left out)' : text],
    ['before that', submitted === undefined ? undefined : submitted],
    [
      'changed by',
      submitted === undefined
        ? undefined
        : `${statement.changedBy === undefined ? 'not recorded' : named(names, statement.changedBy)}${changes(wordings)}`,
    ],
    ['as translated', field && translated(field, before)],
    [
      'as submitted',
      fields.length > 1 ? 'put together from the fields below' : sent === text ? 'in these words' : sent,
    ],
    ['as written', field?.written],
    [
      'answer',
      missing && origin.from === 'answer'
        ? 'There was none: the words are the body’s for a missing answer.'
        : undefined,
    ],
  ]);
}

/** What the printed words are to those that were sent. */
function translated(field: FieldStep, printed: string): string {
  if ([field.value].flat().join('; ') === printed) return 'not translated: printed as it was sent';
  return isCoded(field) ? `“${printed}”: how the paper calls what was chosen on the form` : `“${printed}”`;
}

/** What was chosen from a list is kept by its id: `industry-and-innovation`. */
const isCoded = ({ value }: FieldStep): boolean =>
  [value].flat().every((each) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(each));

const changes = (wordings: readonly Wording[]): string => {
  const last = wordings.at(-1);
  return last && wordings.length > 1
    ? `, in version ${last.version}${last.why === undefined ? '' : `: “${last.why}”`}`
    : '';
};

function originSteps({ answer, answers, decision, statement, names }: Chain, origin: Origin): Step[] {
  const of = statement.source?.of ?? '';
  switch (origin.from) {
    case 'answer':
      return answer ? [answerStep(answer, names), ...letterSteps(answer, names)] : [];
    case 'answers':
      return [
        {
          heading: `Drawn together: ${named(names, origin.kind)}`,
          text: gatheredText('This is counted or drawn together', answers),
        },
      ];
    case 'decision':
      return [
        {
          heading: `The source: ${names[of] ?? 'a decision'}`,
          text: decision
            ? decidedText([decision], names)
            : lines('No confirmed decision of this name is in the record. The chain ends here.'),
        },
      ];
    case 'data':
      return [
        {
          heading: `The source: ${names[of] ?? of}`,
          text: lines(
            `This is no answer to a request: it stands in the network’s own data (${of.slice('data/'.length)}), which the secretariat keeps. The chain ends here.`,
          ),
        },
      ];
    case 'options':
      return [
        {
          heading: 'Drawn together: the matchmaking',
          text: gatheredText(
            'This was found from the wishes of the cities and the offers of the partners',
            answers,
          ),
        },
      ];
    case 'nothing':
      return [{ heading: 'The source', text: lines('None is recorded. The chain ends here.') }];
  }
}

const gatheredText = (how: string, answers: Chain['answers']): string =>
  [
    lines(
      `No single answer gives it. ${how}: ${counted(answers?.accepted.length ?? 0, 'answer')} that had been accepted by then. The chain goes on with each of them:`,
    ),
    lines(answers?.accepted.join(', ') || 'none', 2),
    ...(answers && answers.open.length > 0
      ? [lines('Asked, and not accepted by then:'), lines(answers.open.join(', '), 2)]
      : []),
  ].join('\n');

const states: Record<string, string> = {
  asked: 'asked, and not answered',
  acknowledged: 'promised, and not answered',
  'received-unconfirmed': 'answered, and not confirmed to be the office’s own',
  returned: 'returned for correction',
  answered: 'answered, and not accepted',
  accepted: 'accepted',
  undeliverable: 'not answered: the letter did not reach the office',
  lapsed: 'no complete answer in time',
};

function answerStep(answer: AnswerStep, names: Names): Step {
  const { request, version, state, reminders, fields, exact, confirmed, national, acceptedBy } = answer;
  const name = named(names, request);
  const stood = `${states[state] ?? state}${reminders > 0 ? `, after ${counted(reminders, 'reminder')}` : ''}`;
  if (version === undefined || !answer.place)
    return {
      heading: `The request: ${name}`,
      text: [
        rows([
          ['asked', utc(answer.askedAt)],
          ['then', `${stood}, when the paper was drawn up`],
        ]),
        lines('There is no submission. The chain ends here.'),
      ].join('\n\n'),
    };
  return {
    heading: `The answer: ${name}, version ${version}`,
    text: [
      rows([
        ['asked', utc(answer.askedAt)],
        ['filed', answer.at && utc(answer.at)],
        ['then', stood],
        [
          'confirmed',
          confirmed &&
            `as the office’s own by ${named(names, confirmed.by)}, ${utc(confirmed.at)}${confirmed.letter === undefined ? '' : `, letter ${confirmed.letter.slice(0, 12)}`} (${at(confirmed.place)})`,
        ],
        [
          'cleared',
          national &&
            `by ${named(names, national.from)}, ${utc(national.at)}, letter ${national.letter.slice(0, 12)} (${at(national.place)})`,
        ],
        [
          'accepted by',
          acceptedBy &&
            `${named(names, acceptedBy.office)}${acceptedBy.why === undefined ? '' : `: “${acceptedBy.why}”`}`,
        ],
        ['submission', answer.file],
        ['recorded', at(answer.place)],
      ]),
      exact
        ? lines(fields.length === 1 ? 'The field:' : 'The fields:')
        : lines('No single field gives this statement: it stands on the answer as a whole. Its fields:'),
      fields.map((field) => fieldText(field)).join('\n'),
    ].join('\n\n'),
  };
}

const sources: Record<string, string> = {
  text: 'in the text of the letter',
  word: 'in a document',
  sheet: 'in a spreadsheet',
};

function fieldText({ field, value, written, source, document, letter }: FieldStep): string {
  const entered = letter.startsWith('record/');
  const where = entered
    ? undefined
    : document === undefined
      ? source && sources[source]
      : `in the attachment “${document}”`;
  const how = [
    where,
    written === undefined ? undefined : `written “${written}”`,
    entered ? `entered by a person (${letter})` : `letter ${letter.slice(0, 12)}`,
  ].filter((each) => each !== undefined);
  return [lines(`${field}: ${[value].flat().join('; ')}`, 2), lines(how.join('; '), 4)].join('\n');
}

const letterSteps = ({ said }: AnswerStep, names: Names): Step[] =>
  Object.entries(said).flatMap(([letter, by]) => saidSteps(letter, by, names));

function saidSteps(named: string, said: Said, names: Names): Step[] {
  if (!said)
    return [
      {
        heading: `The letter ${named}`,
        text: lines('It is not in the record of this year. The chain ends here.'),
      },
    ];
  const letter = 'letter' in said ? said.letter : said.entered.letter;
  return [
    ...('entered' in said
      ? [{ heading: 'Entered by a person', text: enteredText(said.entered, names) }]
      : []),
    ...(letter
      ? [{ heading: `The letter ${letter.digest.slice(0, 12)}`, text: letterText(letter, names) }]
      : []),
  ];
}

function letterText(letter: LetterStep, names: Names): string {
  const { digest, sha256, bytes, file, from, receivedAt, answersLetter, foundBy, came, judged } = letter;
  return rows([
    ['from', from === undefined ? 'an address that belongs to no known office' : named(names, from)],
    ['received', utc(receivedAt)],
    [
      'answers',
      answersLetter && `our letter ${answersLetter}${foundBy ? ` (${found[foundBy] ?? foundBy})` : ''}`,
    ],
    ['sender', authenticated(letter.authentication)],
    ['digest', digest],
    ['message', file],
    [
      'SHA-256',
      sha256 === undefined
        ? 'The message cannot be opened: its key was erased, or is not in the key file.'
        : `${sha256} (${counted(bytes ?? 0, 'byte')})`,
    ],
    ['recorded', at(came)],
    [
      '',
      judged
        ? `It came in then, and was judged and handed on in event ${judged.event}: ${letter.reason}`
        : 'It came in then; that it was judged is not recorded.',
    ],
  ]);
}

const found: Record<string, string> = {
  token: 'it came to the reply address of that letter alone',
};

/** Who vouches for the sender. */
function authenticated(authentication: Authentication | undefined): string {
  if (!authentication)
    return 'not checked: the record has no check of whether the sender’s domain vouches for the letter';
  const { result, by, domain, from, forwarded, checked } = authentication;
  const who =
    checked === 'here' ? 'checked at the network’s own mail door' : 'told by the organisation’s mail server';
  const how = by === undefined ? '' : ` by ${by.toUpperCase()}`;
  const said = {
    pass: `the domain ${domain ?? from ?? ''} vouches for the letter${how}`,
    fail: `the domain ${from ?? domain ?? ''} does not vouch for the letter, though it could`,
    none: `the domain ${from ?? domain ?? ''} cannot vouch for letters`,
  }[result];
  return `${said}; ${who}${forwarded === undefined ? '' : '; another server handed it on'}`;
}

const enteredText = (
  { by, why, authority, confirmedBy, at: when, place, letter }: EnteredStep,
  names: Names,
): string =>
  rows([
    ['entered by', named(names, by)],
    ['why', why],
    ['authority', authority],
    ['confirmed by', confirmedBy === undefined ? 'nobody else' : named(names, confirmedBy)],
    ['when', utc(when)],
    ['recorded', at(place)],
    ['letter', letter ? undefined : 'none is named: it came by another way'],
  ]);

function clearanceText({ cleared, paper, names }: Chain): string {
  if (cleared.length === 0)
    return lines(
      `No clearance of version ${paper.version} that has ended is in the record: the members were not asked, or their answers were still open when the record was sealed.`,
    );
  return cleared
    .map((round, i) => roundText(round, names, i < cleared.length - 1 ? 'who did not agree' : 'all'))
    .join('\n\n');
}

const outcomes: Record<string, string> = {
  cleared: 'cleared',
  'new-version-needed': 'not agreed; a new version was wanted',
  open: 'open',
};

function roundText(round: ClearanceStep, names: Names, whom: 'all' | 'who did not agree' = 'all'): string {
  const { positions, silenceIsAgreement, closedBy, cutOff, outcome, place, text } = round;
  const agreed = positions.filter(({ position }) => position === 'agree').length;
  const told = whom === 'all' ? positions : positions.filter(({ position }) => position !== 'agree');
  const silent = silenceIsAgreement
    ? 'who is silent until the cut-off has agreed, by the network’s rule'
    : 'silence is no agreement';
  return [
    rows([
      ['text', `${text}, version ${round.version} of the paper, cut-off ${cutOff}`],
      ['outcome', `${outcomes[outcome] ?? outcome}; ${silent}`],
      ['closed by', closedBy && `${named(names, closedBy)}, before the cut-off`],
      ['recorded', at(place)],
    ]),
    [
      ...told.map((position) => positionText(position, names)),
      ...(told.length < positions.length ? [lines(`${counted(agreed, 'member')} agreed`, 2)] : []),
    ].join('\n'),
  ].join('\n\n');
}

const positionWords: Record<string, string> = {
  agree: 'agrees',
  comment: 'comments',
  object: 'objects',
  silent: 'silent',
  unconfirmed: 'an answer that nobody confirmed',
};

function positionText({ member, position, at: when, letter, words }: PositionStep, names: Names): string {
  const told = [
    (names[member] ?? member).padEnd(18),
    (positionWords[position] ?? position).padEnd(9),
    when === undefined ? '' : utc(when),
    letter === undefined ? '' : `letter ${letter.slice(0, 12)}`,
  ];
  return [
    `  ${told.join('  ').trimEnd()}`,
    ...Object.entries(words).map(([field, said]) => lines(`${field}: “${said}”`, 6)),
  ].join('\n');
}

const decidedText = (decided: readonly DecisionStep[], names: Names): string =>
  decided.length === 0
    ? lines('No body has decided on this item of the paper, as far as the record goes.')
    : decided.map((each) => decisionText(each, names)).join('\n\n');

function decisionText({ decision, place, letter }: DecisionStep, names: Names): string {
  const {
    body,
    session,
    item,
    verb,
    basis,
    finality,
    paragraph: p,
    record,
    remarks,
    preparedBy,
    confirmedBy,
  } = decision;
  return rows([
    ['body', `${names[`body ${body}`] ?? body} (session ${session})`],
    ['decision', `${verb}; ${basis}, ${finality}`],
    ['on', `item “${item}” of version ${decision.version} of the paper`],
    ['remarks', remarks],
    ['proof', `paragraph ${p} of ${record}`],
    [
      'reported by',
      `${named(names, preparedBy.office)}${letter ? `, letter ${letter.digest.slice(0, 12)} of ${utc(letter.receivedAt)}` : ''}`,
    ],
    ['confirmed by', confirmedBy && named(names, confirmedBy.office)],
    ['entered', utc(decision.at)],
    ['recorded', at(place)],
  ]);
}

function paperLine({ id, number, version, body, date, title }: PaperStep): string {
  return `${id}: ${title}, for ${body} (${number}, version ${version}, ${date})`;
}

function listing({ paper, others, items, names }: Listing): string {
  return [
    paragraph(paperLine(paper)),
    ...also({ others, paper }).map((each) => each),
    ...items.map(({ title, statements }) =>
      [
        title,
        ...statements.map(({ statement, origin }) =>
          statementLine(statement.text, statement.id, origin, names),
        ),
      ].join('\n'),
    ),
    paragraph(`For the whole chain of one of them: ascn audit trace FILE ${paper.id}:NUMBER`),
  ].join('\n\n');
}

/** The longest text of a statement in a list. */
const longestInList = 60;

function statementLine(text: string, id: string, origin: Origin, names: Names): string {
  const whole = oneLine(text);
  const words = whole.length > longestInList ? `${whole.slice(0, longestInList - 1)}…` : whole || '(empty)';
  return `  ${short(id).padEnd(7)} ${words}\n          ${originInWords(origin, names)}`;
}

function originInWords(origin: Origin, names: Names): string {
  switch (origin.from) {
    case 'answer':
      return `${origin.missing ? 'no answer: ' : ''}${origin.request}${origin.version === undefined ? '' : `, version ${origin.version}`}${origin.field === undefined ? '' : `, ${origin.field}`}`;
    case 'answers':
      return `all answers: ${origin.kind}`;
    case 'decision':
      return `decision/${origin.session}/${origin.item}`;
    case 'data':
      return `data: ${names[`data/${origin.id}`] ?? origin.id}`;
    case 'options':
      return 'the matchmaking';
    case 'nothing':
      return 'no source recorded';
  }
}

const answerUses = ({ answer, names }: AnswerUses): string =>
  usedAnswer(answer, names, 'No paper prints it.');

const sourceUses = ({ of, decisions, papers, names }: SourceUses): string =>
  [
    paragraph(named(names, of)),
    ...(decisions.length > 0
      ? decisions.map((each) => setIn(decisionText(each, names)))
      : [paragraph('This is no answer to a request: it stands in the network’s own data.')]),
    'Where it was used:',
    ...papers.map((each) => usedIn(each, of.startsWith('decision/') ? 'of the paper decided on' : '')),
  ].join('\n\n');

/** @param unused what is said where it was used nowhere */
function usedAnswer(answer: UsedAnswer, names: Names, unused: string): string {
  const { request, versions, papers, matchings, clearances, decisions } = answer;
  return [
    paragraph(named(names, request)),
    `Asked ${utc(answer.askedAt)}; at last: ${states[answer.state] ?? answer.state}.`,
    ...versions.map(({ version, at: when, from, letters, missing, file, place }) =>
      facts([
        [`version ${version}`, `${utc(when)}, from ${from.map((each) => named(names, each)).join(', ')}`],
        ['letters', letters.join(', ')],
        ['left out', missing.join(', ')],
        ['submission', file],
        ['recorded', at(place)],
      ]),
    ),
    ...(papers.length > 0
      ? ['Where it was used:', ...papers.map((each) => usedIn(each, 'of the answer'))]
      : []),
    ...(matchings.length > 0
      ? [
          'The matchings of cities with outside partners that it went into:',
          ...matchings.map((each) => `  ${utc(each.at)}, ${at(each.place)}`),
        ]
      : []),
    ...(clearances.length > 0
      ? ['The clearance in which it counted:', ...clearances.map((each) => setIn(roundText(each, names)))]
      : []),
    ...(decisions.length > 0
      ? ['The decisions that it reported:', ...decisions.map((each) => setIn(decisionText(each, names)))]
      : []),
    ...(papers.length + matchings.length + clearances.length + decisions.length > 0
      ? []
      : [paragraph(unused)]),
  ].join('\n\n');
}

/** @param versionsOf what the versions that its statements name are versions of */
function usedIn(
  { paper, versions, uses, counted: together }: UsedAnswer['papers'][number],
  versionsOf: string,
): string {
  const answers = [...new Set(uses.flatMap(({ answer }) => answer ?? []))];
  const told = [
    versions.length > 1 ? `in its versions ${versions.join(', ')}; as the last one reads` : undefined,
    answers.length > 0 ? `from version ${answers.join(' and ')} ${versionsOf}` : undefined,
  ].filter((each) => each !== undefined);
  const printed = uses.flatMap(({ id, text, field, wordings = [], missing }) => [
    [short(id), `${missing ? 'no answer' : (field ?? 'the answer')}: ${oneLine(text)}`] as const,
    ...wordings.map(
      ({ version, text: read, changedBy }) =>
        [
          '',
          `in version ${version}${changedBy === undefined ? '' : `, changed by ${changedBy}`}: “${oneLine(read)}”`,
        ] as const,
    ),
  ]);
  return [
    paragraph(`${paperLine(paper)}${told.length > 0 ? `, ${told.join(', ')}` : ''}:`, 2),
    ...(printed.length > 0 ? [facts(printed, 4).replaceAll(/^/gm, '    ')] : []),
    ...(together.length > 0 ? [paragraph(`counted or drawn together in ${inRanges(together)}`, 4)] : []),
  ].join('\n');
}

const oneLine = (text: string): string => text.replaceAll('\n', ' · ');

const letterUses = ({ letter, answers, names }: Omit<LetterUses, 'kind'>): string =>
  [
    `The letter ${letter.digest}`,
    setIn(letterText(letter, names)),
    ...(answers.length > 0
      ? answers.map((answer) =>
          usedAnswer(
            answer,
            names,
            'No paper prints what this letter says: it was not accepted, or a later letter says it anew.',
          ),
        )
      : [
          paragraph(
            `It answers no request of this year: it was taken for “${letter.verdict}”, and its outcome is “${letter.outcome}”.`,
          ),
        ]),
  ].join('\n\n');

function ourLetter({ letter, answered, names }: LetterOutUses): string {
  return [
    `Our letter ${letter.number}`,
    setIn(outText(letter, names)),
    ...(answered.length > 0
      ? [
          `What came in answer (${counted(answered.length, 'letter')}):`,
          ...answered.map((each) => letterUses({ ...each, names })),
        ]
      : ['No letter came in answer to it.']),
  ].join('\n\n');
}

const outText = (letter: LetterOutStep, names: Names): string =>
  rows([
    ['subject', letter.subject],
    ['from', named(names, letter.from)],
    ['to', letter.to.map((each) => named(names, each)).join(', ')],
    ['copy', letter.copy.map((each) => named(names, each)).join(', ')],
    [
      'sent',
      `${utc(letter.at)}: ${letter.outcome}${letter.response === undefined ? '' : `; the mail server said “${letter.response}”`}`,
    ],
    ['asks', letter.requests.join(', ')],
    ['message', letter.file],
  ]);
