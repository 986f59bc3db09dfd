import { anySame } from './signature.ts';
import { refused, type Verdict, verified } from './webhook.ts';

/** Verifies a webhook whose vendor sends a secret along: `sent` is what came in its place, `expected` what is configured; none configured refuses all. */
export const verifySecret = (input: {
  readonly sent: string | undefined;
  readonly expected: readonly string[];
}): Verdict => {
  const { sent = '', expected } = input;
  if (expected.length === 0) return refused('wrong-source', 'No secret is configured for this webhook.');
  if (sent === '') return refused('missing-signature', 'The secret of the webhook is missing.');
  return anySame({ sent: [sent], expected }) ? verified : refused('bad-signature', 'The secret is wrong.');
};
