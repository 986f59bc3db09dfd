/** What changed between two sets of segments. */
export const segmentChanges = (input: {
  before: readonly string[];
  after: readonly string[];
}): { joined: readonly string[]; left: readonly string[] } => ({
  joined: input.after.filter((key) => !input.before.includes(key)),
  left: input.before.filter((key) => !input.after.includes(key)),
});
