/** What the events of the records of an object are called: `Deal Created`. */
export const recordEventNames = ({ name }: { readonly name: string }) => ({
  created: `${name} Created`,
  stage: `${name} Stage Changed`,
  assigned: `${name} Assigned`,
  changed: `${name} Changed`,
  deleted: `${name} Deleted`,
  restored: `${name} Restored`,
  slaWarned: `${name} SLA Warned`,
  slaBreached: `${name} SLA Breached`,
});
