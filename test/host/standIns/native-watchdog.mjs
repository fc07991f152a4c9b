/** Stands in for @vscode/native-watchdog, which must be compiled: ends this extension host once the server that started it is gone. */
export function start(parent) {
  const look = () => {
    try {
      process.kill(parent, 0);
    } catch {
      process.exit(87);
    }
  };
  globalThis.setInterval(look, 1000).unref();
}
