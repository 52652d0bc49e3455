/** The certificate of the SMTP door, read again when its files change: certificates are renewed under a running server. */
import { readFile, stat } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { badInput } from '../../domain/errors.js';

/** Paths of PEM files. */
export interface CertificateFiles {
  key: string;
  cert: string;
}

export interface Certificate {
  key: Buffer;
  cert: Buffer;
}

export interface OpenCertificate {
  current: Certificate;
  /**
   * What the files hold when they have changed since they were last read. Files that cannot be used, as in the middle
   * of a renewal, leave the certificate as it was and are tried again the next time.
   */
  renewed: () => Promise<Certificate | undefined>;
}

/** @throws CycleError `BadInput` when a file cannot be read, or they do not belong together */
export async function openCertificate(files: CertificateFiles): Promise<OpenCertificate> {
  let seen = await changedAt(files);
  return {
    current: await readCertificate(files),
    async renewed() {
      const now = await changedAt(files);
      if (now === seen || now === undefined) return undefined;
      const certificate = await readCertificate(files).catch(() => undefined);
      if (certificate) seen = now;
      return certificate;
    },
  };
}

const changedAt = async ({ key, cert }: CertificateFiles): Promise<string | undefined> =>
  Promise.all([stat(key), stat(cert)]).then(
    (files) => files.map(({ mtimeMs, ino }) => `${mtimeMs} ${ino}`).join(' '),
    () => undefined,
  );

async function readCertificate({ key, cert }: CertificateFiles): Promise<Certificate> {
  try {
    const certificate = { key: await readFile(key), cert: await readFile(cert) };
    createSecureContext(certificate);
    return certificate;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw badInput(
      `ASCN_MAILROOM_TLS_KEY is “${key}” and ASCN_MAILROOM_TLS_CERT “${cert}”; expected a private key and its certificate, in PEM (${why}).`,
    );
  }
}
