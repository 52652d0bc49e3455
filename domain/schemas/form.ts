/** Schemas of `data/forms/`. */
import { z } from 'zod';

const words = z.strictObject({ en: z.string().min(1), vi: z.string().min(1) });

const option = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/, 'small letters and hyphens'),
  label: words,
});

/** `data/forms/options.yaml`: answers that several forms offer, by the name that a form gives. */
export const sharedOptions = z.record(z.string(), z.array(option).min(2));

const field = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z.-]*$/, 'small letters, dots and hyphens'),
    group: z
      .string()
      .regex(/^[a-z]+$/, 'one word in small letters')
      .optional(),
    label: words,
    type: z.enum(['text', 'choice', 'choices', 'list', 'date', 'number', 'money', 'email', 'yes-no']),
    /** A list of its own, or the name of a shared one. */
    options: z.union([z.string(), z.array(option).min(2)]).optional(),
    required: z.boolean(),
    requiredWhen: z.strictObject({ field: z.string(), is: z.array(z.string()).min(1) }).optional(),
    notRequiredWhen: z.strictObject({ field: z.string(), is: z.array(z.string()).min(1) }).optional(),
    example: words,
    confidential: z.boolean().optional(),
    source: z.string().optional(),
  })
  .refine(({ type, options }) => type.startsWith('choice') === (options !== undefined), {
    path: ['options'],
    error: 'options for a choice, and none for another type',
  })
  .refine(
    ({ group, label }) =>
      [label.en, label.vi].every((text) => text.includes('{n}') === (group !== undefined)),
    { path: ['label'], error: '{n} for the number in a group’s label, and nowhere else' },
  );

/** One form, as its file holds it. */
export const formFile = z.strictObject({
  id: z.string().min(1),
  title: words,
  fields: z.array(field).min(1),
});
