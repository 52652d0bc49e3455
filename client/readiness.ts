/** Whether the parts of an installation that run in this process can do their work now. */

/** @returns why a part is not ready, in words; undefined when it is */
export type Trouble = () => Promise<string | undefined>;

export type Part = 'engine' | 'worker' | 'mailroom' | 'mailbox' | 'store';

export interface Readiness {
  ready: boolean;
  /** Each part's trouble in words, or `ready`. */
  parts: Partial<Record<Part | 'start', string>>;
}

/** How long a part may take to answer: a probe of an orchestrator waits little longer. */
const patienceMs = 3_000;

export type ReadinessCheck = ReturnType<typeof createReadiness>;

/** Parts are added as they start; until `started` was called, the whole is not ready. */
export function createReadiness() {
  const checks = new Map<Part, Trouble>();
  let starting = true;
  return {
    add: (part: Part, trouble: Trouble): void => void checks.set(part, trouble),
    started: (): void => {
      starting = false;
    },
    async check(): Promise<Readiness> {
      // as it was when the parts were asked: one that was added since has not been
      const incomplete = starting;
      const troubles = await Promise.all(
        [...checks].map(async ([part, trouble]) => [part, await asked(part, trouble)] as const),
      );
      return {
        ready: !incomplete && troubles.every(([, trouble]) => trouble === undefined),
        parts: {
          ...(incomplete && { start: 'It is still starting.' }),
          ...Object.fromEntries(troubles.map(([part, trouble]) => [part, trouble ?? 'ready'])),
        },
      };
    },
  };
}

async function asked(part: Part, trouble: Trouble): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((done) => {
    timer = setTimeout(
      () => done(`The ${part} has not answered for ${patienceMs / 1000} seconds.`),
      patienceMs,
    );
  });
  try {
    return await Promise.race([trouble(), late]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}
