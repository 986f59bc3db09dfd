import { describeGuide } from '../harness/run-guide.ts';

describeGuide({ page: 'records.md', compared: 6 });
