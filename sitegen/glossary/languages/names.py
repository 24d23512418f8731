"""Given names that are common where the languages of the packs are spoken, whatever their spelling there.

Beside such a name a word with a capital is most likely a family name. Names that are words of their
own (Rose, Mark, Grace) are left out.
"""

from sitegen.glossary.languages.pack import words

GIVEN_NAMES = words(
    """
    adam adrian adrien alain alan albert alberto alejandro alessandra alessandro alex alexander alexandra alexandre
    alfonso alfred alice alicia amelia amy ana anders andrea andreas andrei andrew andré andrés angela anita anna anne
    annette anthony antoine anton antonio antónio arthur astrid barbara beatrice beatriz benjamin benoît bernard bernd
    bernhard bertrand bettina birgit blaise brian brigitte bruno carl carla carlos carmen carol caroline catherine
    cécile cecilia charles charlotte chloé christian christina christine christophe christopher clara claire claude
    claudia claus clémence cristina cynthia daniel daniela danielle david deborah denis dennis diana diane diego dieter
    dirk dmitri dolores dominik dominique donald dorothy douglas eduardo edward elena elisa elisabeth elizabeth ellen
    elon emil emily emma emmanuel enrico enrique eric erich erik ernst esther étienne eugene eva fabian fabien federico
    felipe felix fernando florence florian françois françoise frank franz frederick frédéric friedrich fritz gabriel
    gabriela gary geoffrey george georges gérard gerhard gilles giovanni giuseppe gonzalo gordon greta guillaume günter
    günther gustav hannah hans harald harold heidi heike heinrich heinz helen helena hélène helga helmut henri henry
    herbert hermann horst howard hugo ian ignacio inés ines ingrid irene isaac isabel isabelle ivan jack jacob jacques
    jakob james jan jane janet javier jean jeanne jeff jeffrey jennifer jens jérôme jessica jim joachim joan joe johann
    johanna johannes john jonas jonathan jordi jörg jorge josé josef joseph juan juana judith jules julia julian julie
    julien jürgen justin karen karin karl katharina katherine kathleen katrin kenneth kevin klaus kurt larry laura
    laurent lena leonardo leonhard lewis linda lisa louis louise luca lucas lucía lucie ludwig luigi luis lukas manfred
    manuel manuela marc marcel marco margaret margarita maria maría marianne marie mario marion marta martha martin
    martina matthew matthias matthieu maurice max maximilian mercedes michael michel michelle miguel mikhail monica
    monika monique nancy nathalie nicholas nicolas nikola nikolai nina norbert olga oliver olivier olivia oscar otto
    pablo patricia patrick paul paula paulo pedro peter petra philip philipp philippe pierre rachel rafael rainer
    ralph ramón raquel raymond rebecca renate renaud renée ricardo richard robert roberto rodrigo roger roland rolf
    ronald rosa ruth samuel sandra sara sarah sebastian sergei sergio sharon sibylle silvia simon simone sofía sonia
    sophie stefan stefanie stéphane stephanie stephen steve steven susan susanne sven sylvie teresa terry theodor thérèse
    thierry thomas tim timothy tobias tomás torsten ulrich ulrike ursula uwe valérie vera veronica véronique victor
    victoria vincent virginia vladimir walter werner wilhelm william wolfgang xavier yann yves yvonne zoé
    """
)
