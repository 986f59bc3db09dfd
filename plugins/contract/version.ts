/** The version of the contract between the engine and its plugins. It grows when a plugin that was written before would not work any more. */
export const contractVersion = 1;
