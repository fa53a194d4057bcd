"""Ground room: a small incremental, parallel build engine that knows no domain and no Pelican.

A build is a list of *outputs* (:mod:`.outputs`), each a pure function of what it sees through its *look*
(:mod:`.looks`). The look notes every name that was asked for, the missing ones too. The engine
(:mod:`.build`) keeps, in a cache folder (:mod:`.state`), the digest that each noted name had, the digest of
each recipe, and the size, times and digest of each file written. At the next build an output stands when
its recipe's digest, the digests of all its names and its files on disk are what they were; everything else
is rendered. So nobody declares dependencies, and none can be forgotten, as long as a render function
reaches nothing that varies except through its look.

The road of one build::

    take_stamp                  stamp.py    what the inputs look like now, for the next early exit
    scan_files, read_sources    sources.py  unchanged files from the state, the others parsed in parallel
    (the caller links the payloads, makes a Shelf and the list of outputs)
    run_build                   build.py    plan.py decides, writer.py writes what differs, leftovers go
    write_stamp                 stamp.py    only after success
    early.py                    next time: did anything change? Answered before Pelican is imported

Processes (:mod:`.crew`): after ``Crew.start`` every process runs the same program on the same values;
``crew.share`` is the only place where they exchange anything. Code between two shares must therefore take
the same decisions in each.

What holds whatever happens:

- A clean build is the truth: incremental, parallel and clean builds give the same bytes.
- A failing build leaves the last good output as it was, byte for byte: files that replace others are
  written under a temporary name and renamed only after every process has rendered everything; new files are
  taken back.
- A kill at any moment costs time, never truth: the state is replaced last and whole; a file that the
  state does not describe exactly is rendered again; names are journalled before they are written, so that
  no orphan survives.
- Only files that this engine wrote are removed; foreign files stay unless ``clean_foreign`` is asked for.

This package imports nothing by itself: ``early.py`` must start within milliseconds.
"""
