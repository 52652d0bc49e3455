/** The fonts that the network's ten scripts need; all of them are in the installed packages. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const installed = createRequire(import.meta.url);

/** Script → weights. Latin (with Vietnamese) has an upright and an italic; the other scripts know no italic. */
const faces: Record<string, string[]> = {
  'noto-sans': ['400Regular', '400Regular_Italic', '600SemiBold', '600SemiBold_Italic', '700Bold'],
  'noto-sans-khmer': ['400Regular', '600SemiBold', '700Bold'],
  'noto-sans-lao': ['400Regular', '600SemiBold', '700Bold'],
  'noto-sans-thai': ['400Regular', '600SemiBold', '700Bold'],
  'noto-sans-myanmar': ['400Regular', '600SemiBold', '700Bold'],
  'noto-sans-tamil': ['400Regular', '600SemiBold', '700Bold'],
  'noto-sans-sc': ['400Regular', '600SemiBold', '700Bold'],
  'noto-sans-arabic': ['400Regular', '600SemiBold', '700Bold'],
};

/** The folders of the font files. */
export const fontFolders = (): string[] =>
  Object.entries(faces).flatMap(([script, weights]) => {
    const base = dirname(installed.resolve(`@expo-google-fonts/${script}/package.json`));
    return weights.map((weight) => join(base, weight));
  });
