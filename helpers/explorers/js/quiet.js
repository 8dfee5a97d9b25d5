// Python hears of changes when they have come to rest: a message for each move of a slider would
// keep the page and the kernel busy, and its echo would put back a slider that has moved on since.
const STILL = 150; // ms

// Returns add(model), for the widgets of one explorer, its sliders too.
export function quietly() {
  const models = new Map(); // to what each has not told yet
  let timer = 0;
  const tell = () => {
    for (const [model, waiting] of models) {
      if (!waiting.attrs) continue;
      const { attrs, callbacks } = waiting;
      waiting.attrs = waiting.callbacks = null;
      waiting.sync("patch", model, { attrs, callbacks });
    }
  };
  return (model) => {
    if (models.has(model)) return;
    const waiting = { sync: model.sync.bind(model), attrs: null, callbacks: null };
    models.set(model, waiting);
    model.sync = (method, one, options) => {
      if (method !== "patch") return waiting.sync(method, one, options);
      if (!Object.keys(options.attrs).length) return;
      waiting.attrs = { ...waiting.attrs, ...options.attrs };
      waiting.callbacks = options.callbacks;
      clearTimeout(timer);
      timer = setTimeout(tell, STILL);
    };
    // Whatever Python says meanwhile, it says of what was before: what the reader has done since stays.
    const setState = model.set_state.bind(model);
    model.set_state = (state) => {
      const mine = waiting.attrs || {};
      setState(Object.fromEntries(Object.entries(state).filter(([key]) => !(key in mine))));
    };
  };
}
