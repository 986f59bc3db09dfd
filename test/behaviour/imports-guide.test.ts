import { describeGuide } from '../harness/run-guide.ts';

describeGuide({ page: 'imports.md', compared: 5 });
