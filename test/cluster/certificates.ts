/** Certificates of an authority of the test's own, made with openssl. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Pair {
  cert: string;
  key: string;
}

/** The name in the servers' certificate. */
export const serverName = 'temporal.ascn.example';

const openssl = (folder: string, ...args: string[]) =>
  execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });

/** Makes an authority; `sign` makes a key and a certificate of it, for a server and a client alike. */
export function createAuthority(folder: string, authority: string) {
  const ca = join(folder, `${authority}.pem`);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    folder,
    ...['req', '-x509', ...key, '-days', '2', '-subj', `/CN=${authority}`],
    ...['-keyout', `${authority}.key`, '-out', ca],
  );
  return {
    ca,
    sign(name: string): Pair {
      const extensions = join(folder, `${name}.ext`);
      writeFileSync(
        extensions,
        `subjectAltName=DNS:${serverName},DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n`,
      );
      openssl(
        folder,
        ...['req', ...key, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`],
      );
      openssl(
        folder,
        ...['x509', '-req', '-in', `${name}.csr`, '-days', '2', '-extfile', extensions],
        ...['-CA', ca, '-CAkey', `${authority}.key`, '-CAcreateserial', '-out', `${name}.pem`],
      );
      return { cert: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
    },
  };
}
