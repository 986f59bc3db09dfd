import colors from 'picocolors';

import { keyOfTestFile } from '../../domain/documents/test-file.ts';
import { readyObject } from '../../domain/objects/ready-object.ts';
import { withShipped } from '../../domain/objects/shipped.ts';
import { parseObjectTest } from '../../domain/objects/stories/object-test.ts';
import { runObjectTest, type StoryDifference } from '../../domain/objects/stories/run-object-test.ts';
import { sortFiles } from '../../domain/workspace/workspace-files.ts';
import type { Say } from '../../platform/say.ts';
import type { LoadedFolder } from '../../server/workspace/load-folder.ts';

/** A story of an object that was played. */
export type PlayedStory = {
  readonly object: string;
  readonly name: string;
  readonly differences: readonly StoryDifference[];
};

/** Plays the stories of `objects/<key>.test.json`; `say` tells each as it is done. */
export const runObjectTests = async (input: LoadedFolder & { say: Say }): Promise<readonly PlayedStory[]> => {
  const { workspace, files, say } = input;
  const objects = withShipped(workspace.objects);
  const zone = workspace.settings.timezone;
  const played: PlayedStory[] = [];
  for (const file of sortFiles(files).objectTests) {
    const definition = objects.get(keyOfTestFile(file.file));
    const parsed = parseObjectTest(file);
    if (definition === undefined || !parsed.ok) continue;
    const object = readyObject({ definition });
    say(colors.bold(definition.key));
    for (const test of parsed.value.tests) {
      const differences = await runObjectTest({ object, zone, test });
      played.push({ object: definition.key, name: test.name, differences });
      const mark = differences.length === 0 ? colors.green('✓') : colors.red('✗');
      say(`  ${mark} ${test.name}`);
      for (const { message } of differences) say(`      ${message}`);
    }
  }
  return played;
};
