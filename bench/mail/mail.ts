/** Letters that come in: through the door, into the threads, and what hostile ones do. */
import type { Outcome, RunOptions, Scenario } from '../scenario.js';
import { doorsInWords, measureDoors } from './doors.js';
import { makeHostile, measureHostile } from './hostile-letters.js';
import { measureInspecting } from './inspecting.js';

export const mail: Scenario = {
  name: 'mail',
  title: 'Letters that come in',
  about: `${doorsInWords} The hostile ones are in \`bench/mail/hostile.ts\`.`,
  minutes: 60,
  run,
};

async function run(options: RunOptions): Promise<Outcome> {
  const letters = makeHostile(options.folder);
  const doors = await measureDoors(options, letters);
  const inspecting = await measureInspecting(options);
  const hostile = await measureHostile(options, letters);
  return {
    figures: [...doors.figures, ...inspecting, ...hostile.figures],
    floor:
      'for what goes through the door, smtp-server alone, which takes the same letters and throws them away; for what is read, postal-mime alone, which parses them one after the other in one thread; for a stall, the longest of a process that does nothing meanwhile.',
    tables: [...(doors.tables ?? []), ...(hostile.tables ?? [])],
    notes: [...(doors.notes ?? []), ...(hostile.notes ?? [])],
  };
}
