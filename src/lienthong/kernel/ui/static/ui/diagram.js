/* Shows a BPMN diagram: data-lt-diagram=address of the XML, data-lt-token=ids of the present elements,
   data-lt-passed=ids of those behind, data-lt-heat='{"id": 1-5}'. Loaded only on pages that show one. */
(() => {
  "use strict";
  const ids = (text) => (text || "").split(/[\s,]+/).filter(Boolean);
  const show = async (place) => {
    const answer = await fetch(place.dataset.ltDiagram, { headers: { Accept: "application/xml, text/xml" } });
    if (!answer.ok) { place.hidden = true; return; }
    const viewer = new window.BpmnJS({ container: place });
    await viewer.importXML(await answer.text());
    const canvas = viewer.get("canvas"), known = viewer.get("elementRegistry");
    const mark = (id, name) => { if (known.get(id)) canvas.addMarker(id, name); };
    ids(place.dataset.ltPassed).forEach((id) => mark(id, "lt-passed"));
    ids(place.dataset.ltToken).forEach((id) => mark(id, "lt-token"));
    Object.entries(JSON.parse(place.dataset.ltHeat || "{}")).forEach(([id, step]) => mark(id, `lt-heat-${step}`));
    canvas.zoom("fit-viewport", "auto");
    viewer.on("element.click", ({ element }) => {
      place.dispatchEvent(new CustomEvent("lt:element", { bubbles: true, detail: { id: element.id, name: element.businessObject.name } }));
    });
  };
  document.querySelectorAll("[data-lt-diagram]").forEach((place) => { show(place).catch(() => { place.hidden = true; }); });
})();
