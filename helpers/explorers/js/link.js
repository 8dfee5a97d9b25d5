// A control's attributes and an explorer's traits are kept the same; what the control sets itself
// goes both ways. Each of ipywidgets' own links is a model, and a message to open it.
const ITS_OWN = new Set(["value", "index"]);

// traits: { attribute of the control: trait of the model }
export function link(model, control, traits) {
  const set = (one, key, value) => {
    if (one.get(key) === value) return;
    one.set(key, value);
    one.save_changes();
  };
  for (const [attribute, trait] of Object.entries(traits)) {
    const follow = () => set(control, attribute, model.get(trait));
    model.on(`change:${trait}`, follow);
    if (ITS_OWN.has(attribute)) {
      control.on(`change:${attribute}`, () => set(model, trait, control.get(attribute)));
    }
    follow();
  }
}
