/** All activities, put together: each factory gets the collaborators that it needs. */
import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { createArchiveActivities } from '../activities/archive/activities.js';
import { sealKeyOf } from '../activities/archive/seal-key.js';
import type { TimeStampAuthority } from '../activities/archive/time-stamps.js';
import { createCalendarActivities } from '../activities/calendar/activities.js';
import type { Engine } from '../activities/engine/activities.js';
import { createEngineActivities } from '../activities/engine/activities.js';
import type { SubjectKeys } from '../activities/documents/subject-keys.js';
import { createFormActivities } from '../activities/forms/activities.js';
import { createMailActivities } from '../activities/mail/activities.js';
import type { MailSettings } from '../activities/mail/out/address.js';
import type { Scanner } from '../activities/mail/in/attachments/clamd.js';
import { scanned } from '../activities/mail/in/attachments/scanned.js';
import { createReader } from '../activities/mail/in/reading/reader.js';
import { createTakeInActivities } from '../activities/mail/in/take-in.js';
import type { DkimKey } from '../activities/mail/out/dkim-key.js';
import type { Pacing } from '../activities/mail/out/pacing.js';
import { createTrayActivities } from '../activities/mail/in/tray.js';
import type { MailTransport } from '../activities/mail/out/transport.js';
import { createNetworkActivities } from '../activities/network/activities.js';
import { createPaperActivities } from '../activities/papers/activities.js';
import { renderLetterPdf } from '../activities/papers/letter-pdf.js';
import { createTwinningActivities } from '../activities/twinning/activities.js';
import type { DocumentStore } from '../domain/document.js';
import { CycleError } from '../domain/errors.js';
import { cycleIdOf } from '../domain/ids.js';
import { inOurWords } from './failures.js';

export interface ActivityContext {
  client: Client;
  store: DocumentStore;
  /** Where histories hold encrypted payloads: their keys, for whoever archives them. */
  subjectKeys?: Pick<SubjectKeys, 'get'> | undefined;
  /** The project's `data` folder. */
  dataDir: string;
  /** The folder to which a cycle's finished papers are written. */
  papersDir: (network: string, cycle: number) => string;
  /** How a file gets there: to the disk, unless another way is given. */
  writePaper?: (path: string, content: Uint8Array | string) => Promise<void>;
  transport: MailTransport;
  /** See `MailCollaborators`. */
  pacing?: Pacing | undefined;
  dkim?: DkimKey | undefined;
  /** Asked about every document that comes with a letter, where one is set. */
  scanner?: Scanner | undefined;
  /** Gives each seal of the archive a time-stamp, where one is set. */
  authority?: TimeStampAuthority | undefined;
  mail: MailSettings;
}

/**
 * @throws CycleError `BadInput` when templates, forms or network data do not fit: then no worker starts
 */
export async function createActivities({
  client,
  store,
  subjectKeys,
  dataDir,
  papersDir,
  writePaper,
  transport,
  pacing,
  dkim,
  scanner,
  authority,
  mail,
}: ActivityContext) {
  const engine = engineOf(client);
  const reader = createReader(dataDir);
  return {
    ...createNetworkActivities({ store, dataDir }),
    ...createCalendarActivities({ store, dataDir }),
    ...createFormActivities({ store, dataDir }),
    ...(await createMailActivities({
      ...{ store, dataDir, transport, pacing, dkim },
      settings: mail,
      renderLetterPdf,
    })),
    ...createPaperActivities({ store, dataDir, papersDir, writePaper }),
    ...createTwinningActivities({ store }),
    ...createEngineActivities({ engine, store }),
    ...createTakeInActivities({
      store,
      dataDir,
      engine,
      reader: scanner ? scanned(reader, scanner) : reader,
    }),
    ...createTrayActivities({ store }),
    ...createArchiveActivities({ client, store, subjectKeys, key: sealKeyOf(mail.secret), authority }),
  };
}

/**
 * How long an activity waits for an update, in milliseconds. It then ends and is tried again, which finds the same
 * update: a worker whose activities all wait for requests could not send the letter that a request waits for.
 */
const updatePatienceMs = 15_000;

/**
 * Temporal's client as the activities use it. An update that its workflow refuses is an error for good. One on a
 * request that has not been opened yet, in a cycle that runs, is tried again: its letter was released before.
 */
function engineOf(client: Client): Engine {
  /** @returns whether the workflow runs, has ended, or was never started */
  const stateOf = async (workflowId: string): Promise<'running' | 'ended' | 'unknown'> => {
    try {
      const { status } = await client.workflow.getHandle(workflowId).describe();
      return status.name === 'RUNNING' ? 'running' : 'ended';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return 'unknown';
      throw error;
    }
  };
  return {
    async update(workflowId, name, argument, updateId, isAsked = true) {
      try {
        return await client.withDeadline(Date.now() + updatePatienceMs, () =>
          client.workflow.getHandle(workflowId).executeUpdate(name, { args: [argument], updateId }),
        );
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) {
          const cycle = isAsked && cycleIdOf(workflowId);
          if (cycle && (await stateOf(workflowId)) !== 'ended' && (await stateOf(cycle)) === 'running')
            throw new CycleError('Unavailable', `${workflowId} has not been opened yet.`);
          return undefined;
        }
        if (error instanceof WorkflowUpdateFailedError) throw inOurWords(error) ?? error;
        throw error;
      }
    },
    query: (workflowId, name) => client.workflow.getHandle(workflowId).query(name),
  };
}
