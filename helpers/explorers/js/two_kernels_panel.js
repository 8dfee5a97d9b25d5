// Gradient descent: its controls, its plot, and the loop that runs it.
import { element, setText } from "./dom.js";
import { canMove, descended, wayTo } from "./two_kernels_chain.js";
import { Plot } from "./two_kernels_plot.js";
import { CELLS, clamped, matrices, stored } from "./two_kernels_state.js";
import { precise } from "./two_kernels_told.js";

const READ = [...Object.values(CELLS), "H", "W", "h1", "w1", "h2", "w2", "step", "detail"];
const MOVES = ["K1", "K2", "X"];
const SLOW = 600; // ms between pictures for readers who want no motion
const SPOKEN = 2500; // ms between two announcements while it runs

const state = (model) => clamped(Object.fromEntries(READ.map((key) => [key, model.get(key)])));
const moves = (model) => Object.fromEntries(MOVES.map((name) => [name, model.get(`learn_${name}`)]));

function put(model, way, place) {
  const changes = { descent: way };
  for (const [name, key] of Object.entries(CELLS)) changes[key] = stored(model.get(key), place[name]);
  model.set(changes);
  model.save_changes();
}

export function takeSteps(model, count) {
  let way = wayTo(matrices(state(model)), model.get("descent"));
  for (let n = 0; n < count; n++) {
    const next = descended(way, model.get("rate"), moves(model));
    if (next === way || next.diverged) {
      way = next;
      break;
    }
    way = next;
  }
  put(model, way, way.end);
  if (!canMove(way, moves(model))) model.set("running", false);
}

export function startOver(model) {
  model.set("running", false);
  put(model, {}, wayTo(matrices(state(model)), model.get("descent")).start);
}

// By model id, for each view is given another proxy.
const views = new Map(); // how many there are; without one nothing runs
const loops = new Set(); // several views share a loop

export function keepRunning(model) {
  const id = model.get("still");
  if (loops.has(id) || !views.get(id) || !model.get("running")) return;
  loops.add(id);
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  let last = performance.now(), due = 1, shown = 0;
  const tick = (now) => {
    if (!views.get(id) || !model.get("running")) {
      loops.delete(id);
      model.save_changes();
      return;
    }
    due = Math.min(due + (now - last) / 1000 * model.get("pace"), 512);
    last = now;
    if (due >= 1 && (!calm || now - shown >= SLOW)) {
      shown = now;
      takeSteps(model, Math.floor(due));
      due %= 1;
    }
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}

// A slider over powers: its place is the logarithm of the trait.
function powerSlider(parent, model, trait, label, base, [min, max, step], write) {
  const row = element("label", "tk-field", parent);
  element("span", "tk-field-name", row, label);
  const input = element("input", "tk-range", row);
  Object.assign(input, { type: "range", min, max, step });
  const value = element("output", "tk-field-value", row);
  input.addEventListener("input", () => {
    model.set(trait, Number((base ** Number(input.value)).toPrecision(2)));
    model.save_changes();
  });
  return () => {
    const text = write(model.get(trait));
    const place = Math.log(model.get(trait)) / Math.log(base);
    if (Math.abs(Number(input.value) - place) > step) input.value = place;
    input.setAttribute("aria-valuetext", text);
    setText(value, text);
  };
}

function checkbox(parent, model, trait, label) {
  const row = element("label", "tk-tick", parent);
  const input = element("input", "", row);
  input.type = "checkbox";
  row.append(label);
  input.addEventListener("change", () => {
    model.set(trait, input.checked);
    model.save_changes();
  });
  return () => (input.checked = model.get(trait));
}

export function panel(root, say, model) {
  root.classList.add("tk-two-kernels");
  const tile = element("section", "tk-loss", root.querySelector(".tk-board"));
  const title = element("b", "tk-title", tile);
  const value = element("span", "tk-loss-value", tile);
  const note = element("span", "tk-note", tile);

  const box = element("section", "tk-descent", root);
  box.setAttribute("aria-label", say("descent"));
  const left = element("div", "tk-descent-controls", box);
  element("b", "tk-title", left, say("descent"));
  const buttons = element("div", "tk-descent-buttons", left);
  const button = (label, act) => {
    const made = element("button", "tk-button", buttons, label);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  };
  let spoken = 0, aloud = false, ran = false;
  const able = () => canMove(wayTo(matrices(state(model)), model.get("descent")), moves(model));
  const step = button(say("take_step"), () => {
    if (!able()) return;
    aloud = true;
    takeSteps(model, 1);
  });
  const run = button(say("run"), () => {
    if (!able() && !model.get("running")) return;
    aloud = true;
    model.set("running", !model.get("running"));
    model.save_changes();
  });
  const reset = button(say("reset"), () => {
    aloud = true;
    startOver(model);
  });
  const parts = [
    powerSlider(left, model, "rate", say("rate"), 10, [-5, 0, 0.05], (v) => (v < 1e-4 ? precise(v) : String(v))),
    powerSlider(left, model, "pace", say("pace"), 2, [0, 9, 0.5], (v) => String(Math.round(v))),
  ];
  const group = element("fieldset", "tk-moves", left);
  element("legend", "tk-field-name", group, say("moves"));
  for (const name of MOVES) parts.push(checkbox(group, model, `learn_${name}`, name));
  const side = element("div", "tk-descent-plot", box);
  const plot = new Plot(side, say);
  const under = element("div", "tk-descent-under", side);
  const words = element("p", "tk-descent-said", under);
  parts.push(checkbox(under, model, "log_scale", say("log_scale")));
  const live = element("p", "tk-live", box);
  live.setAttribute("aria-live", "polite");
  new ResizeObserver(([entry]) => plot.resize(entry.contentRect.width)).observe(side);
  const id = model.get("still");
  const count = (more) => views.set(id, (views.get(id) || 0) + more);
  count(1);
  keepRunning(model);

  const paint = (frame) => {
    setText(title, frame.loss.title);
    setText(value, frame.loss.value);
    value.classList.toggle("long", frame.loss.value.length > 5);
    setText(note, frame.loss.note);
    for (const part of parts) part();
    const running = model.get("running");
    setText(run, say(running ? "pause" : "run"));
    // Not `disabled`, which would take the focus away from whoever just pressed it.
    const idle = String(!running && !able());
    for (const one of [step, run]) one.setAttribute("aria-disabled", idle);
    reset.setAttribute("aria-disabled", String(frame.plot.steps === 0 && frame.plot.kind === "falling"));
    plot.paint(frame.plot);
    const text = frame.plot.said.join(" ");
    setText(words, text);
    words.classList.toggle("warn", frame.plot.kind !== "falling");
    const now = performance.now();
    if (aloud || ran !== running || (running && now - spoken > SPOKEN)) {
      setText(live, text);
      spoken = now;
    }
    aloud = false;
    ran = running;
  };
  paint.remove = () => count(-1);
  return paint;
}
