/** The letters that the cycle sends: `LetterOrder.template` is one of these, and each is a file in English. */
export const templateNames = [
  'ask/nomination',
  'ask/workshop-delegation',
  'ask/action-plan',
  'ask/framework-comments',
  'ask/meeting-delegation',
  'ask/partner-offer',
  'ask/city-preference',
  'ask/twinning-city',
  'ask/twinning-partner',
  'ask/final-action-plan',
  'ask/progress',
  'ask/clearance',
  'ask/body-record',
  'national-clearance',
  'reminder',
  'reminder-after-due',
  'still-missing',
  'receipt',
  'receipt-incomplete',
  'receipt-acknowledged',
  'receipt-to-be-read',
  'receipt-unconfirmed',
  'returned',
  'extended',
  'reassigned',
  'date-moved',
  'meeting-moved',
  'escalation-nr',
  'closed',
  'notice',
  'announcement',
  'launch',
  'documents',
  'reading',
  'twinning-result',
  'handover',
] as const;

export type TemplateName = (typeof templateNames)[number];

export const isTemplateName = (name: string): name is TemplateName =>
  (templateNames as readonly string[]).includes(name);
