// A refused form is the answer to a POST. Coming back to it, a browser shows its own page of error ("send again?")
// instead. From here on the entry of the history is the address alone, which the server answers anew.
if (document.querySelector("#error-summary")) history.replaceState(history.state, "", location.href);
