/** What was recorded for a release stays as it was when the release was tagged. */
import { spawnSync } from 'node:child_process';

const git = (root, ...words) => spawnSync('git', ['-C', root, ...words], { encoding: 'utf8' });

/** Whether a version is released: there is a tag of it. A copy without its history knows of none. */
export const isReleased = (root, version) =>
  git(root, 'rev-parse', '--quiet', '--verify', `refs/tags/v${version}`).status === 0;

/** Files of a folder that are not as the tag has them, or that it does not have. @returns their paths */
export function changedSinceRelease(root, version, folder) {
  const changed = git(root, 'diff', '--name-only', `v${version}`, '--', folder).stdout;
  const added = git(root, 'ls-files', '--others', '--exclude-standard', '--', folder).stdout;
  return `${changed}${added}`.split('\n').filter(Boolean).sort();
}
