(function(d,w){var c=' js';try{if(localStorage.getItem('elder')==='1')c+=' elder'}catch(e){}
if('speechSynthesis' in w)c+=' speech';d.documentElement.className+=c})(document,window);
