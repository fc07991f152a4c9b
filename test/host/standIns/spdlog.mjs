import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Stands in for @vscode/spdlog, which must be compiled: without it no log file is written, and output channels stay empty. Has what VS Code
 * calls; files are not rotated, for no run lasts that long.
 */
const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];

export function setFlushOn() {
  // Every line is written at once.
}

export async function createAsyncRotatingLogger(_name, file) {
  mkdirSync(dirname(file), { recursive: true });
  return new Logger(file);
}

class Logger {
  file;
  level = 2;
  plain = false;

  constructor(file) {
    this.file = file;
    for (const [level, name] of levels.entries()) this[name === 'warning' ? 'warn' : name] = (message) => this.write(level, message);
  }

  write(level, message) {
    if (level < this.level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    appendFileSync(this.file, this.plain ? message : `${time} [${levels[level]}] ${message}\n`);
  }

  setLevel(level) {
    this.level = level;
  }

  setPattern() {
    this.plain = false;
  }

  clearFormatters() {
    this.plain = true;
  }

  flush() {
    // Every line is written at once.
  }

  drop() {
    // No handle is kept open.
  }
}
