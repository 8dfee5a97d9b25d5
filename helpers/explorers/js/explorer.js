// The shell that all explorers share: a model's traits go through clamped() and frame() and are
// painted. It makes the { initialize, render } that anywidget asks for.
import { Board } from "./board.js";
import { element, setText } from "./dom.js";
import { interact } from "./interact.js";
import { link } from "./link.js";
import { quietly } from "./quiet.js";
import { speaker } from "./texts.js";

const REST = 500; // ms without a change, after which a frame counts as at rest

const read = (model, keys) => Object.fromEntries(keys.map((key) => [key, model.get(key)]));

// spec.keys         the traits that frame() reads
// spec.texts        the explorer's own words
// spec.clamped      state -> state within its bounds; every key of the result that is a trait is set
// spec.frame        state -> plain data
// spec.reactions    optional: { trait: (model) => … } what else changes when a trait does
// spec.edit         (model, grid id, i, j, value): a cell was typed into
// spec.layout       optional: where the grids stand, see Board
// spec.extra        optional: (parent, say, model) -> (frame) => …: paints below the grids what else there is;
//                   its `remove`, if it has one, is called when the view is taken away
export function explorer(spec) {
  return {
    initialize({ model }) {
      let settling = false;
      const settle = () => {
        if (settling) return;
        settling = true;
        const state = read(model, spec.keys);
        for (const [key, value] of Object.entries(spec.clamped(state))) {
          if (model.get(key) !== undefined && model.get(key) !== value) model.set(key, value);
        }
        model.set("interval", Math.round(1000 / model.get("speed")));
        model.save_changes();
        settling = false;
      };
      for (const [key, react] of Object.entries(spec.reactions || {})) {
        model.on(`change:${key}`, () => react(model));
      }
      model.on("change:step", () => model.get("step") > 0 && model.set("pin", ""));
      model.on("change", settle); // once for all that changes together
      settle();
      adopt(model);
      if (model.get("frame_wanted")) sendFrames(model, spec);
    },

    render({ model, el }) {
      const say = speaker(model.get("language"), spec.texts);
      const root = element("div", "tk", el);
      root.lang = model.get("language");
      // Otherwise JupyterLab takes arrow keys and letters for commands.
      root.dataset.lmSuppressShortcuts = "true";
      const board = new Board(root, spec.layout);
      const paintRest = under(root, say, model, spec);
      const live = element("p", "tk-live", root);
      live.setAttribute("aria-live", "polite");
      // What was typed wrongly: apart from what is said of cells, which would take its place at once.
      const problem = element("div", "tk-problem");
      problem.setAttribute("role", "alert");
      root.querySelector(".tk-told").prepend(problem);

      let look = "", aloud = false, asked = false, moved = false;
      const paint = () => {
        asked = false;
        const frame = spec.frame({ ...read(model, spec.keys), look });
        if (moved) board.move(frame, say, paintRest);
        else board.paint(frame, say, paintRest);
        moved = false;
        if (aloud) setText(live, [frame.told.head, frame.told.sum, frame.pinned ? say("pinned") : ""].join(". "));
        aloud = false;
        root.dataset.painted = String(1 + Number(root.dataset.painted || 0));
      };
      // A microtask: several traits that change together are painted once, in the same frame.
      const repaint = () => {
        if (asked) return;
        asked = true;
        queueMicrotask(paint);
      };
      const set = (changes) => {
        for (const [key, value] of Object.entries(changes)) model.set(key, value);
        model.save_changes();
        repaint();
      };
      interact(board, {
        look: (name, spoken) => {
          aloud ||= spoken;
          if (look !== name || spoken) repaint();
          look = name;
        },
        pin: (name) => {
          const before = model.get("pin");
          aloud = true;
          set({ pin: before === name ? "" : name });
          return before;
        },
        repin: (name) => set({ pin: name }),
        unpin: () => {
          setText(problem, "");
          set({ pin: "" });
        },
        edit: (grid, i, j, value) => {
          aloud = true;
          spec.edit(model, grid.id, i, j, value);
          model.save_changes();
          repaint();
        },
        complain: (text) => setText(problem, text),
      }, say);
      const changed = () => {
        moved = true;
        repaint();
      };
      for (const key of spec.keys) model.on(`change:${key}`, changed);
      board.width = el.clientWidth;
      paint();
      const still = hideStill(model.get("still"));
      return () => {
        for (const key of spec.keys) model.off(`change:${key}`, changed);
        board.remove();
        paintRest.remove();
        still.remove();
      };
    },
  };
}

// What stands under the grids: the step buttons, what the lit cell is made of, and spec.extra.
function under(root, say, model, spec) {
  const plays = spec.keys.includes("step"); // not every explorer does
  if (plays) {
    const legend = element("div", "tk-legend", root);
    for (const kind of ["source", "target"]) element("span", kind, legend, say(`legend_${kind}`));
  }
  const bar = element("div", "tk-steps", root);
  bar.hidden = !plays;
  const move = (label, next) => {
    const button = element("button", "tk-button", bar, label);
    button.type = "button";
    button.addEventListener("click", () => {
      model.set("step", Math.max(0, Math.min(model.get("step_max"), next(model.get("step")))));
      model.set("pin", "");
      model.save_changes();
    });
  };
  move(say("back"), (n) => n - 1);
  move(say("forward"), (n) => n + 1);
  move(say("whole"), () => 0);
  const at = element("span", "tk-at", bar);
  const told = element("div", "tk-told", root);
  const head = element("div", "tk-told-head", told);
  const sum = element("div", "tk-told-sum", told);
  const numpy = element("pre", "tk-numpy", told);
  const extra = spec.extra ? spec.extra(root, say, model) : () => {};
  const paint = (frame) => {
    setText(at, frame.at);
    setText(head, frame.told.head || frame.hint);
    head.classList.toggle("tk-hint", !frame.told.head);
    told.classList.toggle("pinned", frame.pinned);
    setText(sum, frame.told.sum);
    setText(numpy, frame.told.numpy.join("\n"));
    extra(frame);
  };
  paint.remove = () => extra.remove?.();
  return paint;
}

// While a live view is on the page, the still picture of the same explorer is not shown.
function hideStill(id) {
  const style = document.createElement("style");
  style.textContent = `.tk-still-${id}, .jp-OutputArea-child:has(.tk-still-${id}) { display: none !important; }`;
  document.head.append(style);
  return style;
}

// The controls are linked with the traits; their messages and the model's wait until all is still.
function adopt(model) {
  const hush = quietly();
  const adopted = new Set();
  const once = (id, then) => {
    if (!id || adopted.has(id)) return;
    adopted.add(id);
    model.widget_manager.get_model(id).then(then);
  };
  const all = () => {
    once(model.get("still"), hush); // the id of this model
    for (const [id, traits] of Object.entries(model.get("links"))) {
      once(id, (control) => {
        hush(control);
        link(model, control, traits);
      });
    }
  };
  model.on("change:still change:links", all); // they come after the model
  all();
}

// Where Python has no reference to compute a frame with, it draws the ones the browser sends.
function sendFrames(model, spec) {
  let timer = 0;
  const send = () => model.send({ frame: spec.frame(read(model, spec.keys)) });
  for (const key of spec.keys) {
    model.on(`change:${key}`, () => {
      clearTimeout(timer);
      timer = setTimeout(send, REST);
    });
  }
  send();
}
