/** Whether the files of a bundle are those that its manifest lists, byte by byte. */
import type { Manifest } from '../../domain/bundle.js';
import { documentPath, manifestPath, readmePath } from '../../domain/bundle.js';
import { canonical, sha256 } from '../../domain/canonical.js';
import type { Bundle } from './bundle.js';
import type { Finding } from './finding.js';

/** Where documents lie. */
export const documents = 'documents/';

/**
 * Reads every file once.
 *
 * @param onFile told of each that is as it should be; gives what it finds in it
 */
export async function* checkFiles(
  bundle: Pick<Bundle, 'paths' | 'read'> & { manifest: Pick<Manifest, 'files'> },
  onFile: (path: string, content: Uint8Array) => Promise<Finding[]>,
): AsyncGenerator<Finding> {
  const { manifest } = bundle;
  const bytes = await bundle.read(manifestPath);
  if (bytes.toString('utf8') !== canonical(manifest))
    yield { where: manifestPath, what: 'It is not written as canonical JSON (RFC 8785).' };
  const listed = new Set([...Object.keys(manifest.files), manifestPath]);
  for (const path of bundle.paths)
    if (!listed.has(path)) yield { where: path, what: 'The manifest does not list this file.' };
  for (const [path, { sha256: digest }] of Object.entries(manifest.files)) {
    const content = await bundle.read(path).catch(() => undefined);
    const what = wrongWith(path, digest, content);
    if (what !== undefined) yield { where: path, what };
    // what was changed is not what was encrypted
    else yield* await onFile(path, content!);
  }
  if (!(readmePath in manifest.files)) yield { where: readmePath, what: 'It is not there.' };
}

function wrongWith(path: string, digest: string, content: Uint8Array | undefined): string | undefined {
  if (!content) return 'It is not there, or cannot be read.';
  if (sha256(content) !== digest) return 'Its bytes are not those that the manifest lists.';
  if (path.startsWith(documents) && documentPath(`sha256:${digest}`) !== path)
    return 'Its bytes are not those of the document of this address.';
  return undefined;
}
