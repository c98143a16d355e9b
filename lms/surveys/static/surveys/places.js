// "Use where I am" at a question for a place.

const LONGEST_WAIT = 30000;

/** Add the button; `changed(field)` is told of what it wrote. Nothing is asked of the phone before somebody presses it. */
export const locate = (field, words, changed) => {
  if (!navigator.geolocation || field.readOnly) return;
  const box = document.createElement("p"), button = document.createElement("button"), said = document.createElement("span");
  Object.assign(button, {type: "button", className: "button outlined", textContent: words.here});
  said.setAttribute("role", "status");
  said.className = "small";
  box.append(button, " ", said);
  field.after(box);
  const found = ({coords}) => {
    const {latitude, longitude, altitude, accuracy} = coords;
    field.value = [latitude.toFixed(6), longitude.toFixed(6), (altitude || 0).toFixed(1), accuracy.toFixed(1)].join(" ");
    said.textContent = words.found.replace("%(metres)s", Math.ceil(accuracy));
    changed(field);
  };
  button.addEventListener("click", () => {
    said.textContent = words.finding;
    navigator.geolocation.getCurrentPosition(found, () => { said.textContent = words.lost; },
      {enableHighAccuracy: true, timeout: LONGEST_WAIT, maximumAge: 0});
  });
};
