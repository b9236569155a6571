/* Draws a process with bpmn-js and keeps our attributes in the panel beside it; without it the model is edited as text. */
(() => {
  "use strict";
  const form = document.querySelector("[data-lt-designer]");
  if (!form || !window.BpmnJS) return;
  const canvas = form.querySelector("[data-lt-canvas]"), panel = form.querySelector("[data-lt-panel]");
  const text = form.querySelector("textarea[name=xml]"), chosen = panel.querySelector("[data-lt-chosen]");
  const fields = [...panel.querySelectorAll("[data-lt-prop]")];
  const attribute = (name) => ({ name, isAttr: true, type: "String" });
  const kind = (name, parent, names) => ({ name, extends: [parent], properties: names.map(attribute) });
  const ours = {
    name: "LienThong", uri: "https://lienthong.vn/bpmn", prefix: "lt", xml: { tagAlias: "lowerCase" },
    types: [
      kind("Work", "bpmn:Activity", ["role", "place", "unit", "limit", "form", "outcomes", "assign", "instant", "silence", "each", "decide", "service", "skip", "decision", "result", "called"]),
      kind("Said", "bpmn:Event", ["key"]),
    ],
  };
  const groups = {
    step: ["bpmn:UserTask", "bpmn:ManualTask"], outcomes: ["bpmn:ServiceTask"], service: ["bpmn:ServiceTask"], rule: ["bpmn:BusinessRuleTask"],
    call: ["bpmn:CallActivity"], flow: ["bpmn:SequenceFlow"], gateway: ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway"],
  };
  const modeler = new window.BpmnJS({ container: canvas, moddleExtensions: { lt: ours } });
  const get = (name) => modeler.get(name);
  let element = null;
  const timerOf = (object) => (object.eventDefinitions || []).find((each) => each.$type === "bpmn:TimerEventDefinition");
  const moments = ["timeDuration", "timeDate", "timeCycle"];
  const fits = (names, object) => names.split(" ").some((name) => name === "any"
    || (name === "timer" ? Boolean(timerOf(object)) : (groups[name] || []).includes(object.$type)));

  const read = (name, object) => {
    if (name === "condition") return object.conditionExpression ? object.conditionExpression.body || "" : "";
    if (name === "default") return object.default ? object.default.id : "";
    if (name === "timer") { const timer = timerOf(object); const used = moments.find((each) => timer[each]); return used ? timer[used].body || "" : ""; }
    return object.get(name) || "";
  };
  const momentOf = (value) => (/^R\d*\//.test(value) ? "timeCycle" : /^\d{4}-|date/i.test(value) ? "timeDate" : "timeDuration");
  const expression = (value) => get("moddle").create("bpmn:FormalExpression", { body: value });
  const write = (name, value) => {
    const object = element.businessObject, modeling = get("modeling");
    if (name === "condition") modeling.updateProperties(element, { conditionExpression: value ? expression(value) : undefined });
    else if (name === "default") modeling.updateProperties(element, { default: (object.outgoing || []).find((each) => each.id === value) });
    else if (name === "timer") {
      const changed = { timeDuration: undefined, timeDate: undefined, timeCycle: undefined };
      changed[momentOf(value)] = expression(value);
      modeling.updateModdleProperties(element, timerOf(object), changed);
    } else modeling.updateProperties(element, { [name]: value || undefined });
  };

  const list = () => {
    const now = chosen.value;
    const found = get("elementRegistry").filter((each) => each.type !== "label" && each.businessObject && each.parent && /^bpmn:/.test(each.type));
    chosen.replaceChildren(chosen.options[0], ...found.map((each) => new Option(`${each.businessObject.name || each.id} (${each.type.slice(5)})`, each.id)));
    chosen.value = now;
  };
  const show = (next) => {
    element = next && next.businessObject && next.parent ? next : null;
    chosen.value = element ? element.id : "";
    panel.querySelectorAll("[data-lt-for]").forEach((part) => { part.hidden = !element || !fits(part.dataset.ltFor, element.businessObject); });
    if (!element) return;
    const ways = panel.querySelector("[data-lt-prop=default]");
    ways.replaceChildren(new Option("–", ""), ...(element.businessObject.outgoing || []).map((way) => new Option(way.name || way.id, way.id)));
    fields.forEach((field) => { if (!field.closest("[hidden]")) field.value = read(field.dataset.ltProp, element.businessObject); });
  };
  const select = (id) => {
    const found = get("elementRegistry").get(id);
    if (!found) return;
    get("selection").select(found);
    get("canvas").scrollToElement(found);
    panel.querySelector("[data-lt-prop=name]").focus();
  };

  fields.forEach((field) => field.addEventListener("change", () => { if (element) write(field.dataset.ltProp, field.value.trim()); }));
  chosen.addEventListener("change", () => select(chosen.value));
  document.querySelectorAll("[data-lt-element]").forEach((link) => link.addEventListener("click", () => select(link.dataset.ltElement)));
  form.addEventListener("submit", (event) => {
    if (!form.dataset.ltDrawn) return;
    event.preventDefault();
    // Sent once already as far as the page knows: what follows sends it without asking again.
    modeler.saveXML({ format: true }).then(({ xml }) => { text.value = xml; HTMLFormElement.prototype.submit.call(form); });
  }, true);
  show(null);
  modeler.importXML(text.value).then(() => {
    form.dataset.ltDrawn = "1";
    get("canvas").zoom("fit-viewport", "auto");
    if (canvas.clientWidth > 700) {
      // Beside the palette, and never so small that the names of the steps cannot be read: a long process is scrolled.
      const { inner, scale } = get("canvas").viewbox(), size = Math.max(scale * 0.85, 0.75);
      const width = canvas.clientWidth / size, height = canvas.clientHeight / size;
      get("canvas").viewbox({ x: inner.x - 140 / size, y: inner.y - (height - inner.height) / 2, width, height });
    }
    modeler.on("selection.changed", ({ newSelection }) => show(newSelection.length === 1 ? newSelection[0] : null));
    modeler.on("commandStack.changed", () => { list(); form.dataset.ltChanged = "1"; });
    list();
  }).catch(() => { canvas.hidden = true; panel.hidden = true; form.querySelector("[data-lt-words]").open = true; });
})();
