// Runs in every page of a test before the page's own scripts: announces a wallet that asks the test's process.
(({ number, name, rdns }) => {
  const listeners = new Map();
  const provider = {
    async request({ method, params }) {
      const { result, error } = JSON.parse(await window[`testWallet${number}`](JSON.stringify({ method, params })));
      if (error) throw Object.assign(new Error(error.message), { code: error.code, data: error.data ?? undefined });
      return result;
    },
    on(event, listener) {
      listeners.set(event, [...(listeners.get(event) ?? []), listener]);
      return provider;
    },
    removeListener(event, listener) {
      listeners.set(event, (listeners.get(event) ?? []).filter(known => known !== listener));
      return provider;
    },
  };
  (window.testWallets ??= {})[number] = (event, value) => listeners.get(event)?.forEach(listener => listener(value));
  const icon = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><circle cx='4' cy='4' r='4' fill='teal'/></svg>";
  const info = Object.freeze({ uuid: `00000000-0000-4000-8000-00000000000${number}`, name, rdns, icon });
  const announce = () => window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }));
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
})
