/** An export cannot be read at all: there is nothing to show in a trust report. What is wrong inside of files never throws. */
export class ExportError extends Error {
  constructor(
    readonly reason: 'notFound' | 'noFiles' | 'unknownApp' | 'fileSystem',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ExportError';
  }
}
