/** The stand-in of the provider for the tests of a new plugin. */
export const fakeText = (input: {
  name: string;
  token: string;
}): string => `import { createHttpFake } from 'ciclo/plugin/testing';

/**
 * A stand-in for ${input.name}. Say here which document of the provider it follows, and of what date; the trouble that a provider can be in
 * (slow, throttled, broken, lost answers) is played by the kit.
 */
export const startFake = () =>
  createHttpFake(({ app, happened }) => {
    app.put('/contacts/:email', (c) => {
      if (c.req.header('authorization') !== 'Bearer ${input.token}') return c.json({}, 401);
      const { email } = c.req.param();
      happened(email);
      return c.json({ id: \`contact-of-\${email}\` });
    });
  });
`;
