declare module 'sns-validator' {
  /** AWS's validator of SNS messages, as far as the tests use it. */
  class Validator {
    validate(message: string, done: (error: Error | null) => void): void;
  }
  export default Validator;
}
