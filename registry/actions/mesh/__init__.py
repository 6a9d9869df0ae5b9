"""Files that come by MESH: fetched, kept and acknowledged; checked; answered in the order in which they came.

`receiving` takes what waits in the mailbox, `answering` sends what is due, `worker` does both until it is told to
end. Every message gets an answer, and what cannot be answered yet rings an alarm when it takes too long.
"""
