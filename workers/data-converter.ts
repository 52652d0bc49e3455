/** What Temporal's server holds of values: encrypted payloads, and failures whose words are such payloads. */
import { join } from 'node:path';
import type { DataConverter, Payload, PayloadCodec } from '@temporalio/common';
import { decryptPayload, encryptPayload, payloadKeyOf } from '../domain/encrypted-payload.js';
import type { SubjectKey } from '../domain/encryption.js';
import { projectRoot } from './project.js';

/** Where the keys of payloads come from. */
export interface PayloadKeys {
  current(subject: 'payloads'): Promise<SubjectKey>;
  get(id: string): Promise<Uint8Array>;
}

/** The module of the failure converter, which workflow bundles have in them too. */
export const failureConverterPath = join(projectRoot(), 'dist', 'workers', 'failure-converter.cjs');

/** For every client and worker of an installation. */
export const createDataConverter = (keys: PayloadKeys): DataConverter => ({
  failureConverterPath,
  payloadCodecs: [createPayloadCodec(keys)],
});

/** Encrypts each payload with the current key of payloads. What is not encrypted is read as it is. */
export const createPayloadCodec = (keys: PayloadKeys): PayloadCodec => ({
  async encode(payloads) {
    const key = await keys.current('payloads');
    return payloads.map((payload): Payload => encryptPayload(key, payload));
  },
  decode: (payloads) =>
    Promise.all(
      payloads.map(async (payload): Promise<Payload> => {
        const id = payloadKeyOf(payload);
        return id === undefined ? payload : decryptPayload(payload, await keys.get(id));
      }),
    ),
});
