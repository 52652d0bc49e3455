export function isReleased(root: string, version: string): boolean;
export function changedSinceRelease(root: string, version: string, folder: string): string[];
